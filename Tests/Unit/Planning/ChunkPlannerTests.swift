import Model
import Planning
import RowSource
import Testing

@Suite("Chunk planner")
struct ChunkPlannerTests {
    static let key = SourceColumn.plain("k")

    /// A planner over table `t` with the key column `k`.
    static func planner(
        _ strategy: ChunkStrategy = .auto, chunkRows: Int, chunkBytes: Int? = nil, isPinned: Bool = true,
        columns: [SourceColumn] = [key], primaryKey: [String] = [], filter: String? = nil, maximumHashChunks: Int = 64,
        dialect: PlainDialect = PlainDialect()
    ) throws -> ChunkPlanner {
        let options = ChunkOptions(strategy: strategy, rows: chunkRows, bytes: chunkBytes)
        let relation = SourceRelation(.plain(columns, key: primaryKey), dialect: dialect)
        return try ChunkPlanner(
            relation: relation, filter: filter, dialect: dialect, options: options, isPinned: isPinned,
            maximumHashChunks: maximumHashChunks)
    }

    static func rows(_ keys: [Int?]) -> [KeyedRow] {
        keys.enumerated().map { KeyedRow(key: $1.map(RowKey.value) ?? .null, identity: $0) }
    }

    @Test("trap 1: NULL keys get their own chunk")
    func nullKeys() throws {
        let rows = Self.rows([nil, 1, 5, 9, nil, 12])
        let plan = try CountingSource(rows: rows).plan(try Self.planner(.column("k"), chunkRows: 2)).plan
        #expect(
            plan.chunks == [
                PlannedChunk(
                    number: 1, predicate: #""k" < 9"#, range: "k < 9", extent: ChunkExtent(upper: "9"), expectedRows: 2),
                PlannedChunk(
                    number: 2, predicate: #""k" >= 9"#, range: "k >= 9", extent: ChunkExtent(lower: "9"),
                    expectedRows: 2),
                PlannedChunk(number: 3, predicate: #""k" IS NULL"#, range: "k IS NULL", expectedRows: 2),
            ])
    }

    @Test("trap 1: a column without NULLs at plan time still has a chunk that reads NULLs")
    func unseenNullKeys() throws {
        let rows = Self.rows([1, 5, 9, 12])
        let plan = try CountingSource(rows: rows).plan(try Self.planner(.column("k"), chunkRows: 2)).plan
        #expect(plan.chunks.map(\.predicate) == [#"("k" < 9 OR "k" IS NULL)"#, #""k" >= 9"#])
    }

    @Test("traps 2 and 3: ranges are half-open and the outer ones unbounded")
    func halfOpenRanges() throws {
        let rows = Self.rows((0..<9).map { $0 * 10 })
        let plan = try CountingSource(rows: rows).plan(try Self.planner(.column("k"), chunkRows: 3)).plan
        #expect(
            plan.chunks.map(\.predicate) == [
                #"("k" < 30 OR "k" IS NULL)"#, #""k" >= 30 AND "k" < 60"#, #""k" >= 60"#,
            ])
        #expect(plan.chunks.map(\.range) == ["k < 30", "k >= 30 AND k < 60", "k >= 60"])
    }

    @Test("trap 4: chunks of a sparse, skewed key have nearly equal numbers of rows")
    func sparseKeys() throws {
        let keys = Array(1...100) + [1_000_000_000] + (0..<99).map { 5_000_000_000_000 + $0 * 1_000_000 }
        let plan = try CountingSource(rows: Self.rows(keys)).plan(try Self.planner(.column("k"), chunkRows: 20)).plan
        #expect(plan.chunks.count == 10)
        #expect(plan.chunks.allSatisfy { $0.expectedRows == 20 })
        #expect(plan.skew == 1)
    }

    @Test("trap 4: a frequent key value is split by hash within its own range")
    func heavyKey() throws {
        let keys = [1, 2, 3] + [Int](repeating: 7, count: 30) + [8, 9]
        let plan = try CountingSource(rows: Self.rows(keys)).plan(try Self.planner(.column("k"), chunkRows: 10)).plan
        #expect(
            plan.chunks.map(\.range) == [
                "k < 7", "k >= 7 AND k < 8, hash 1/3", "k >= 7 AND k < 8, hash 2/3", "k >= 7 AND k < 8, hash 3/3",
                "k >= 8",
            ])
        #expect(plan.chunks[1].predicate == #"("k" >= 7 AND "k" < 8) AND (BUCKET(3)) = 0"#)
        #expect(plan.chunks.map(\.expectedRows) == [3, 10, 10, 10, 2])
        #expect(plan.warnings.isEmpty)
    }

    @Test("trap 4: a frequent key value without a hash is reported as unsplittable")
    func unsplittableKey() throws {
        let keys = [1, 2, 3] + [Int](repeating: 7, count: 30) + [8, 9]
        let planner = try Self.planner(.column("k"), chunkRows: 10, dialect: PlainDialect(hasHash: false))
        let plan = try CountingSource(rows: Self.rows(keys)).plan(planner).plan
        #expect(plan.chunks.map(\.expectedRows) == [3, 30, 2])
        #expect(plan.warnings.count == 1)
        #expect(plan.warnings[0].contains("can't be split"))
        #expect(plan.skew > 2.5)
    }

    @Test("trap 5: long values result in chunks with fewer rows")
    func byteBound() throws {
        let columns = [Self.key, .plain("body", .text(length: nil))]
        var source = CountingSource(rows: Self.rows(Array(0..<100)))
        source.longBytes = 992
        let planner = try Self.planner(.column("k"), chunkRows: 50, chunkBytes: 10_000, columns: columns)
        let (plan, statements) = try source.plan(planner)
        #expect(statements[0] == #"SELECT COUNT(*), COUNT("k"), SUM(BYTES("body")) FROM "t""#)
        #expect(plan.chunks.allSatisfy { $0.expectedRows == 10 })
        let unbound = try Self.planner(.column("k"), chunkRows: 50, columns: columns)
        #expect(try source.plan(unbound).plan.chunks.count == 2)
    }

    @Test("trap 6: bounds keep the source's order, whatever their text")
    func foreignOrder() throws {
        var planner = try Self.planner(
            .column("k"), chunkRows: 2, columns: [.plain("k", .text(length: nil))])
        _ = planner.start()
        _ = try planner.received(rows: [["6", "6"]])
        _ = try planner.received(rows: [
            ["b", "2", "1", "C"], ["a", "2", "1", "Z"], ["ä", "2", "1", "é"],
        ])
        let action = try planner.received(rows: [["0", "2"], ["1", "2"], ["2", "2"]])
        guard case .finished(let plan) = action else {
            Issue.record("unfinished")
            return
        }
        #expect(
            plan.chunks.map(\.predicate) == [
                #"("k" < 'a' OR "k" IS NULL)"#, #""k" >= 'a' AND "k" < 'ä'"#, #""k" >= 'ä'"#,
            ])
    }

    @Test("trap 7: a chunk column that isn't a key causes a warning unless the snapshot is pinned")
    func unstableColumn() throws {
        let source = CountingSource(rows: Self.rows(Array(0..<10)))
        let unpinned = try Self.planner(.column("k"), chunkRows: 5, isPinned: false, primaryKey: ["id"])
        #expect(try source.plan(unpinned).plan.warnings.count { $0.contains("k, which isn't a key") } == 1)
        let pinned = try Self.planner(.column("k"), chunkRows: 5, isPinned: true, primaryKey: ["id"])
        #expect(try source.plan(pinned).plan.warnings.isEmpty)
        let key = try Self.planner(.auto, chunkRows: 5, isPinned: false, primaryKey: ["k"])
        #expect(try source.plan(key).plan.warnings.isEmpty)
        let hash = try Self.planner(.hash, chunkRows: 5, isPinned: false)
        #expect(try source.plan(hash).plan.warnings.count { $0.contains("a hash of each row") } == 1)
    }

    @Test("trap 8: the span of the lowest and highest 64-bit keys doesn't overflow")
    func extremeKeys() throws {
        let rows = Self.rows([.min, -1, 0, .max])
        let plan = try CountingSource(rows: rows).plan(try Self.planner(chunkRows: 2, primaryKey: ["k"])).plan
        #expect(plan.method == .ranges(column: "k"))
        #expect(plan.chunks.map(\.predicate) == [#"("k" < 0 OR "k" IS NULL)"#, #""k" >= 0"#])
    }

    @Test("trap 8: dense keys up to the highest 64-bit key are cut by arithmetic")
    func denseAtTheEdge() throws {
        let rows = Self.rows([.max - 4, .max - 3, .max - 2, .max - 1, .max])
        let (plan, statements) = try CountingSource(rows: rows).plan(try Self.planner(chunkRows: 2, primaryKey: ["k"]))
        #expect(statements.count == 1)
        #expect(plan.method == .dense(column: "k"))
        #expect(plan.chunks.map(\.expectedRows) == [2, 2, 1])
        #expect(plan.chunks[2].predicate == #""k" >= 9223372036854775807"#)
    }

    @Test(
        "trap 8: bounds of every type are sent to the source as its own literals",
        arguments: [
            (SourceType.decimal(precision: 38, scale: 2), "-12345678901234567890123456789012345.67", false),
            (.integer(bits: 64, signed: false), "18446744073709551615", false),
            (.timestamp(zoned: false), "2024-02-29 23:59:59.123456789", true),
            (.date, "-4712-01-01", true), (.uuid, "6ecd8c99-4036-403d-bf84-cf8400f67836", true),
            (.boolean, "true", true), (.binary, "00ff", true), (.text(length: 3), "x", true),
        ])
    func typedBounds(type: SourceType, bound: String, isQuoted: Bool) throws {
        var planner = try Self.planner(chunkRows: 1, columns: [.plain("k", type)], primaryKey: ["k"])
        _ = planner.start()
        var count: [String?] = ["2", "2"]
        if case .integer = type { count += ["0", bound, "2"] }
        _ = try planner.received(rows: [count])
        _ = try planner.received(rows: [["low"], [bound]])
        let action = try planner.received(rows: [["0", "1"], ["1", "1"]])
        let literal = isQuoted ? "'\(bound)'" : bound
        guard case .finished(let plan) = action else {
            Issue.record("unfinished")
            return
        }
        #expect(plan.chunks.map(\.predicate) == ["(\"k\" < \(literal) OR \"k\" IS NULL)", "\"k\" >= \(literal)"])
    }

    @Test(
        "trap 9: a table that fits into one chunk is read whole, including NULL keys",
        arguments: [[], [nil], [1], [1, 1, nil], [Int?](repeating: nil, count: 4)])
    func smallTables(keys: [Int?]) throws {
        let (plan, statements) = try CountingSource(rows: Self.rows(keys)).plan(
            try Self.planner(chunkRows: 4, primaryKey: ["k"]))
        #expect(statements.count == 1)
        #expect(plan.chunks == [PlannedChunk(number: 1, predicate: nil, range: "all rows", expectedRows: keys.count)])
        #expect(plan.skew == 1)
        #expect(plan.warnings.isEmpty)
    }

    @Test("trap 9: keys that are all equal or all NULL are split only by hash", arguments: [7, nil])
    func equalKeys(key: Int?) throws {
        let rows = Self.rows([Int?](repeating: key, count: 40))
        let plan = try CountingSource(rows: rows).plan(try Self.planner(.column("k"), chunkRows: 10)).plan
        #expect(plan.chunks.map(\.predicate) == (0..<4).map { "(BUCKET(4)) = \($0)" })
        #expect(plan.chunks.map(\.range) == (1...4).map { "hash \($0)/4" })
        #expect(plan.method != .whole)
    }

    @Test("trap 9: a table or view without a key is split by hash, or is one chunk with a warning")
    func noKey() throws {
        let source = CountingSource(rows: Self.rows(Array(0..<40)))
        let hashed = try source.plan(try Self.planner(chunkRows: 10)).plan
        #expect(hashed.method == .hash)
        #expect(hashed.chunks.map(\.expectedRows) == [10, 10, 10, 10])
        let whole = try source.plan(try Self.planner(chunkRows: 10, dialect: PlainDialect(hasHash: false))).plan
        #expect(whole.chunks.map(\.predicate) == [nil])
        #expect(whole.warnings.count == 1)
        #expect(try source.plan(try Self.planner(.single, chunkRows: 10)).plan.warnings.isEmpty)
    }

    @Test("trap 9: names with quotes, spaces and other alphabets are quoted by the dialect")
    func oddNames() throws {
        let dialect = PlainDialect()
        let column = SourceColumn.plain("größe \"x\" order")
        let table = SourceTable(
            name: QualifiedName(schema: "Main", name: "select"), isView: false, columns: [column],
            primaryKey: [column.name])
        let planner = try ChunkPlanner(
            relation: SourceRelation(table, dialect: dialect), filter: nil, dialect: dialect,
            options: ChunkOptions(rows: 1), isPinned: true)
        let name = #""größe ""x"" order""#
        #expect(
            planner.start()
                == .query(
                    """
                    SELECT COUNT(*), COUNT(\(name)), (SELECT TEXT(MIN(\(name))) FROM "Main"."select"), \
                    (SELECT TEXT(MAX(\(name))) FROM "Main"."select"), \
                    COUNT(CASE WHEN \(name) IS NOT NULL AND (TYPED(\(name))) THEN 1 END) FROM "Main"."select"
                    """))
    }

    @Test("trap 10: statements are aggregated and never use OFFSET")
    func statements() throws {
        let keys = [1, 2, 3] + [Int](repeating: 7, count: 30)
        let planner = try Self.planner(.column("k"), chunkRows: 10, filter: "region = 'EU'")
        var machine = planner
        var seen: [String] = []
        var action = machine.start()
        let source = CountingSource(rows: Self.rows(keys))
        while case .query(let sql) = action {
            seen.append(sql)
            action = try machine.received(
                rows: try source.answer(sql.split(separator: "(region = 'EU') AND ").joined()))
        }
        #expect(
            seen == [
                #"SELECT COUNT(*), COUNT("k") FROM "t" WHERE (region = 'EU')"#,
                """
                SELECT TEXT(MIN(split_key)), SUM(key_rows), MAX(key_rows), TEXT(MAX(split_key)) FROM (SELECT split_key, \
                key_rows, rows_before - (rows_before % 10) AS slice_start FROM (SELECT split_key, key_rows, \
                SUM(key_rows) OVER (ORDER BY split_key ROWS UNBOUNDED PRECEDING) - key_rows AS rows_before FROM (SELECT \
                "k" AS split_key, COUNT(*) AS key_rows FROM "t" WHERE (region = 'EU') AND ("k" IS NOT NULL) GROUP BY \
                "k") counted) numbered) sliced GROUP BY slice_start ORDER BY slice_start
                """,
                """
                SELECT range_no, COUNT(*) FROM (SELECT CASE WHEN "k" < 7 THEN CASE WHEN ("k" < 7 OR "k" IS NULL) THEN 0 END \
                ELSE CASE WHEN "k" >= 7 THEN 1 END END AS range_no FROM "t" WHERE (region = 'EU') AND ("k" IS NOT NULL)) \
                ranged GROUP BY range_no
                """,
                """
                SELECT hash_bucket, COUNT(*) FROM (SELECT BUCKET(3) AS hash_bucket FROM "t" WHERE (region = 'EU') AND \
                ("k" >= 7)) hashed GROUP BY hash_bucket ORDER BY hash_bucket
                """,
            ])
        #expect(seen.allSatisfy { !$0.contains("OFFSET") })
    }

    @Test("keys are dense only if the source enforces the key and its type")
    func denseNeedsProof() throws {
        let source = CountingSource(rows: Self.rows(Array(1...10)))
        let dense = try Self.planner(chunkRows: 5, primaryKey: ["k"])
        #expect(try source.plan(dense).plan.method == .dense(column: "k"))
        for dialect in [PlainDialect(enforcesPrimaryKeys: false), PlainDialect(holdsTypes: false)] {
            let planner = try Self.planner(chunkRows: 5, primaryKey: ["k"], dialect: dialect)
            #expect(try source.plan(planner).plan.method == .ranges(column: "k"))
        }
        let composite = try Self.planner(chunkRows: 5, primaryKey: ["k", "l"])
        #expect(composite.start() == .query(#"SELECT COUNT(*), COUNT("k") FROM "t""#))
        var mixed = dense
        _ = mixed.start()
        // Ten keys from 1 to 10, one of which is 2.5.
        let action = try mixed.received(rows: [["10", "10", "1", "10", "9"]])
        guard case .query = action else {
            Issue.record("took mixed keys for dense ones")
            return
        }
    }

    @Test("a key with less than twice the chunk's rows stays with its neighbours")
    func frequentKey() throws {
        let keys = [1, 2] + [Int](repeating: 3, count: 15) + [4]
        let plan = try CountingSource(rows: Self.rows(keys)).plan(try Self.planner(.column("k"), chunkRows: 10)).plan
        #expect(plan.chunks.map(\.expectedRows) == [17, 1])
    }

    @Test("the number of hash chunks is limited, because each reads everything")
    func cappedHash() throws {
        let planner = try Self.planner(.hash, chunkRows: 1, maximumHashChunks: 8)
        let plan = try CountingSource(rows: Self.rows(Array(0..<80))).plan(planner).plan
        #expect(plan.chunks.count == 8)
        #expect(plan.warnings.count == 1)
    }

    @Test("an unknown chunk column is reported with the nearest name")
    func unknownColumn() {
        let error = #expect(throws: PlanningError.self) {
            _ = try Self.planner(.column("vist_id"), chunkRows: 1, columns: [.plain("visit_id"), .plain("x")])
        }
        #expect(error?.kind == .configuration)
        #expect(error?.description == "t: chunk column vist_id doesn't exist (did you mean visit_id?)")
    }

    @Test("a chunk column that can't be cut into ranges is replaced by a hash, with a warning")
    func unrangeableColumn() throws {
        let planner = try Self.planner(.column("k"), chunkRows: 5, columns: [.plain("k", .json)])
        let plan = try CountingSource(rows: Self.rows(Array(0..<10))).plan(planner).plan
        #expect(plan.method == .hash)
        #expect(plan.warnings.count == 1)
    }

    @Test(
        "an answer that isn't a statistic is refused",
        arguments: [
            [], [["1"]], [["x", "1"]], [[nil, "1"]], [["-1", "1"]], [["1.5", "1"]], [["1", "1"], ["1", "1"]],
        ])
    func malformedAnswer(rows: [[String?]]) throws {
        var planner = try Self.planner(.column("k"), chunkRows: 5)
        _ = planner.start()
        let error = #expect(throws: PlanningError.self) { try planner.received(rows: rows) }
        #expect(error?.kind == .source)
    }

    @Test("a hash bucket that no chunk would read is refused")
    func strayBucket() throws {
        for stray in ["2", "-1", nil] {
            var planner = try Self.planner(.hash, chunkRows: 5)
            _ = planner.start()
            _ = try planner.received(rows: [["10"]])
            #expect(throws: PlanningError.self) { try planner.received(rows: [["0", "5"], [stray, "5"]]) }
        }
    }

    @Test("a query is read as a derived table")
    func query() throws {
        let relation = SourceRelation(
            query: "SELECT k FROM t -- all\n;", columns: [Self.key], key: ["k"])
        let planner = try ChunkPlanner(
            relation: relation, filter: nil, dialect: PlainDialect(),
            options: ChunkOptions(rows: 1), isPinned: true)
        #expect(planner.start() == .query("SELECT COUNT(*), COUNT(\"k\") FROM (SELECT k FROM t -- all\n) q"))
    }

    @Test("ranges for people are short")
    func shortRanges() throws {
        var planner = try Self.planner(
            .column("k"), chunkRows: 1, columns: [.plain("k", .text(length: nil))])
        _ = planner.start()
        _ = try planner.received(rows: [["2", "2"]])
        let long = String(repeating: "x", count: 500)
        _ = try planner.received(rows: [["a", "1", "1", "a"], [long, "1", "1", long]])
        guard case .finished(let plan) = try planner.received(rows: [["0", "1"], ["1", "1"]]) else {
            Issue.record("unfinished")
            return
        }
        #expect(plan.chunks[0].range == "k < '\(String(repeating: "x", count: 37))...'")
        #expect(plan.chunks[0].predicate?.contains(long) == true)
    }

    @Test("bounds that already are literals aren't quoted again for people", arguments: ["'it''s'", "X'00ff'"])
    func literalBounds(bound: String) throws {
        var planner = try Self.planner(.column("k"), chunkRows: 1, columns: [.plain("k", .text(length: nil))])
        _ = planner.start()
        _ = try planner.received(rows: [["2", "2"]])
        _ = try planner.received(rows: [["a", "1", "1", "a"], [bound, "1", "1", bound]])
        guard case .finished(let plan) = try planner.received(rows: [["0", "1"], ["1", "1"]]) else {
            Issue.record("unfinished")
            return
        }
        #expect(plan.chunks[1].range == "k >= \(bound)")
    }
}
