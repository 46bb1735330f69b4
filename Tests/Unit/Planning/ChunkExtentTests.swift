import Model
import Planning
import RowSource
import Testing

/// Tests the extents that the plan stores so that chunks can be split later.
@Suite("Extents of chunks")
struct ChunkExtentTests {
    @Test("ranges have their bounds, and the table its lowest and highest key", arguments: [true, false])
    func ranges(isUnique: Bool) throws {
        let rows = ChunkPlannerTests.rows([10, 20, 30, 40, 55])
        let planner = try ChunkPlannerTests.planner(
            isUnique ? .auto : .column("k"), chunkRows: 2, primaryKey: isUnique ? ["k"] : [])
        let plan = try CountingSource(rows: rows).plan(planner).plan
        #expect(
            plan.chunks.map(\.extent) == [
                ChunkExtent(upper: "30"), ChunkExtent(lower: "30", upper: "55"), ChunkExtent(lower: "55"),
            ])
        let cut = try #require(plan.cut)
        #expect(cut.column == ChunkPlannerTests.key && cut.lowest == "10" && cut.highest == "55" && cut.nullsAreFirst)
    }

    @Test("so do dense ranges, and NULLs with their own chunk aren't in the first range")
    func dense() throws {
        let rows = ChunkPlannerTests.rows([1, 2, 3, 4, 5, nil])
        let plan = try CountingSource(rows: rows).plan(
            try ChunkPlannerTests.planner(chunkRows: 2, primaryKey: ["k"])
        ).plan
        #expect(plan.method == .dense(column: "k"))
        #expect(plan.cut?.lowest == "1" && plan.cut?.highest == "5" && plan.cut?.nullsAreFirst == false)
        #expect(plan.chunks.last?.extent == ChunkExtent())
    }

    @Test("the halves partition a chunk like the planner's ranges: every row of the chunk is in one of them")
    func halves() throws {
        let keys: [Int?] = [nil, 3, 7, 7, 8, 100, 5000, -4] + (0..<40).map { $0 * 13 }
        let source = CountingSource(rows: ChunkPlannerTests.rows(keys))
        let plan = try source.plan(try ChunkPlannerTests.planner(.column("k"), chunkRows: 10)).plan
        let halving = try ChunkHalving(cut: plan.cut, dialect: PlainDialect())
        var split = 0
        for chunk in plan.chunks {
            let halves: [ChunkHalf]
            do {
                halves = try halving.halves(
                    of: SplittableChunk(
                        number: chunk.number, predicate: chunk.predicate, range: chunk.range, extent: chunk.extent,
                        planned: plan.chunks.count, timesOverdue: 0))
            } catch {
                continue
            }
            split += 1
            let whole = try ChunkPredicate(try #require(chunk.predicate))
            let parts = try halves.map { try ChunkPredicate($0.predicate) }
            for row in source.rows {
                let isHere = whole.evaluate(row) == true
                #expect(parts.count { $0.evaluate(row) == true } == (isHere ? 1 : 0), "\(row) in \(halves)")
            }
        }
        #expect(split >= 4)
    }

    @Test("buckets have their number and their hashed columns, and a whole table has nothing")
    func buckets() throws {
        let columns = [ChunkPlannerTests.key, SourceColumn.plain("v")]
        let rows = ChunkPlannerTests.rows([Int](repeating: 7, count: 30))
        let plan = try CountingSource(rows: rows).plan(
            try ChunkPlannerTests.planner(.hash, chunkRows: 10, columns: columns, primaryKey: ["v"])
        ).plan
        #expect(plan.chunks.map(\.extent) == (0..<3).map { ChunkExtent(bucket: $0, buckets: 3) })
        #expect(plan.cut?.hashColumns == [columns[1]] && plan.cut?.hashTable?.primaryKey == ["v"])
        let whole = try CountingSource(rows: rows).plan(try ChunkPlannerTests.planner(.single, chunkRows: 10)).plan
        #expect(whole.cut == nil && whole.chunks.map(\.extent) == [ChunkExtent()])
    }
}
