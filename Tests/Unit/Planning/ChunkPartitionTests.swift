import Model
import Planning
import Testing

@Suite("Chunks partition the rows")
struct ChunkPartitionTests {
    @Test(
        "random keys with duplicates, NULLs, frequent values and NaN are each in exactly one chunk", arguments: 0..<150)
    func randomKeys(seed: UInt64) throws {
        var random = PlanningRandom(state: seed)
        let isFloat = seed % 3 == 0
        let rows = Self.randomRows(&random, isFloat: isFloat)
        let chunkRows = Int.random(in: 1...40, using: &random)
        let hasHash = seed % 4 != 0
        let column = SourceColumn.plain("k", isFloat ? .float64 : .integer(bits: 64, signed: true))
        let planner = try ChunkPlannerTests.planner(
            .column("k"), chunkRows: chunkRows, columns: [column], maximumHashChunks: 10_000,
            dialect: PlainDialect(hasHash: hasHash))
        let plan = try CountingSource(rows: rows).plan(planner).plan
        try Self.expectPartition(plan, rows)

        let heaviest = Dictionary(grouping: rows, by: \.key).values.map(\.count).max() ?? 0
        let limit = hasHash ? 2 * chunkRows : max(2 * chunkRows, heaviest)
        if !isFloat {
            let counted = plan.chunks.filter { !$0.range.contains("hash") }.map(\.expectedRows).max() ?? 0
            #expect(counted <= limit, "seed \(seed)")
        }
        // Rows inserted after the plan are in a chunk as well.
        var later: [KeyedRow] = [KeyedRow(key: .null, identity: 1)]
        if isFloat { later.append(KeyedRow(key: .notANumber, identity: 2)) }
        later += (-60...60).map { KeyedRow(key: .value($0), identity: $0 + 60) }
        try Self.expectOneChunkEach(plan, later)
    }

    @Test("random sequences of keys without gaps are each in exactly one chunk", arguments: 0..<30)
    func denseKeys(seed: UInt64) throws {
        var random = PlanningRandom(state: seed)
        let first = Int.random(in: -1000...1000, using: &random)
        let rows = ChunkPlannerTests.rows((0..<Int.random(in: 1...300, using: &random)).map { first + $0 })
        let planner = try ChunkPlannerTests.planner(
            chunkRows: Int.random(in: 1...50, using: &random), primaryKey: ["k"])
        let (plan, statements) = try CountingSource(rows: rows).plan(planner)
        #expect(statements.count == 1)
        try Self.expectPartition(plan, rows)
    }

    @Test("a hundred thousand chunks are planned from a hundred thousand slices, and their rows add up")
    func manySlices() throws {
        let slices = 100_000
        var planner = try ChunkPlannerTests.planner(.column("k"), chunkRows: 10)
        _ = planner.start()
        _ = try planner.received(rows: [["\(slices * 10 + 3)", "\(slices * 10)"]])
        var action = try planner.received(
            rows: (0..<slices).map { ["\($0 * 1000)", "10", "1", "\($0 * 1000 + 999)"] })
        var counted = 0
        while case .query(let query) = action {
            // No statement may grow with the table.
            #expect(query.utf8.count < 300_000)
            action = try planner.received(rows: (counted..<counted + 1000).map { ["\($0)", "10"] })
            counted += 1000
        }
        guard case .finished(let plan) = action else {
            Issue.record("unfinished")
            return
        }
        #expect(plan.chunks.count == slices + 1)
        #expect(plan.totalRows == slices * 10 + 3)
        #expect(plan.chunks.last?.number == slices + 1)
        #expect(plan.chunks[99_999].predicate == #""k" >= 99999000"#)
    }

    @Test("a hundred thousand chunks of a million dense keys need one statement")
    func manyDenseChunks() throws {
        var planner = try ChunkPlannerTests.planner(chunkRows: 10, primaryKey: ["k"])
        _ = planner.start()
        let action = try planner.received(rows: [["1000000", "1000000", "-500000", "499999", "1000000"]])
        guard case .finished(let plan) = action else {
            Issue.record("unfinished")
            return
        }
        #expect(plan.chunks.count == 100_000)
        #expect(plan.totalRows == 1_000_000)
        #expect(plan.chunks[1].predicate == #""k" >= -499990 AND "k" < -499980"#)
    }

    private static func randomRows(_ random: inout PlanningRandom, isFloat: Bool) -> [KeyedRow] {
        let count = Int.random(in: 0...400, using: &random)
        let heavy = Int.random(in: -50...50, using: &random)
        return (0..<count).map { identity in
            let key: RowKey =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: .null
                case 1...3: .value(heavy)
                case 4 where isFloat: .notANumber
                default: .value(Int.random(in: -50...50, using: &random))
                }
            return KeyedRow(key: key, identity: identity)
        }
    }

    static func expectPartition(_ plan: ChunkPlan, _ rows: [KeyedRow]) throws {
        #expect(plan.totalRows == rows.count)
        #expect(plan.chunks.map(\.number) == Array(1...plan.chunks.count))
        for chunk in plan.chunks {
            let predicate = try chunk.predicate.map(ChunkPredicate.init)
            let found = rows.count { row in predicate.map { $0.evaluate(row) == true } ?? true }
            #expect(found == chunk.expectedRows, "chunk \(chunk.number): \(chunk.range)")
        }
        try expectOneChunkEach(plan, rows)
    }

    private static func expectOneChunkEach(_ plan: ChunkPlan, _ rows: [KeyedRow]) throws {
        let predicates = try plan.chunks.map { try $0.predicate.map(ChunkPredicate.init) }
        for row in rows {
            let chunks = predicates.count { $0.map { $0.evaluate(row) == true } ?? true }
            #expect(chunks == 1, "\(row) is in \(chunks) chunks")
        }
    }
}
