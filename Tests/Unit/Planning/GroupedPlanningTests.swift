import Model
import Planning
import RowSource
import Testing

@Suite("Many keys counted in groups")
struct GroupedPlanningTests {
    private func plan(_ keys: [Int?]) throws -> (plan: ChunkPlan, statements: [String]) {
        let planner = try ChunkPlannerTests.planner(
            .column("k"), chunkRows: 3000, dialect: PlainDialect(enforcesPrimaryKeys: false, knowsExtremes: true))
        return try CountingSource(rows: ChunkPlannerTests.rows(keys)).plan(planner)
    }

    @Test("if the extremes are cheap, one query over groups of keys finds even ranges that contain each row once")
    func grouped() throws {
        let keys = (0..<12_000).map { $0 * 7 - 30_000 } + [nil, nil]
        let (plan, statements) = try plan(keys)
        #expect(statements.count == 3)
        #expect(statements[1].contains("GROUPED(-30000, "))
        #expect(plan.chunks.count == 5)
        #expect(plan.chunks.dropLast().allSatisfy { abs($0.expectedRows - 3000) < 100 })
        try ChunkPartitionTests.expectPartition(plan, ChunkPlannerTests.rows(keys))
    }

    @Test("keys that cluster in a part of their span are counted individually")
    func crowded() throws {
        let keys = Array(0..<14_999) + [1_000_000_000_000]
        let (plan, statements) = try plan(keys)
        #expect(statements.count == 4)
        #expect(!statements[2].contains("GROUPED"))
        #expect(plan.chunks.map(\.expectedRows) == [3000, 3000, 3000, 3000, 3000])
        try ChunkPartitionTests.expectPartition(plan, ChunkPlannerTests.rows(keys))
    }

    @Test("few keys are counted individually")
    func few() throws {
        let planner = try ChunkPlannerTests.planner(
            .column("k"), chunkRows: 100, dialect: PlainDialect(enforcesPrimaryKeys: false, knowsExtremes: true))
        let statements = try CountingSource(rows: ChunkPlannerTests.rows(Array(0..<1000))).plan(planner).statements
        #expect(statements.count == 3)
        #expect(!statements[1].contains("GROUPED"))
    }

    @Test("Snowflake groups whole numbers by equal steps, and timestamps by minute")
    func snowflake() {
        let dialect = SnowflakeDialect(access: .adbc)
        func grouping(_ type: SourceType, _ lowest: String, _ highest: String) -> String? {
            dialect.grouping(.plain("K", type), lowest: lowest, highest: highest, groups: 100)
        }
        let whole = SourceType.integer(bits: 64, signed: true)
        #expect(grouping(whole, "-500", "1500") == "\"K\" - MOD(\"K\" - (-500), 20)")
        #expect(grouping(whole, "0", "100") == nil)
        #expect(
            grouping(whole, "-9223372036854775808", "9223372036854775807")
                == "\"K\" - MOD(\"K\" - (-9223372036854775808), 184467440737095516)")
        let edge = String(repeating: "9", count: 38)
        #expect(grouping(whole, "-\(edge)", edge) == nil)
        #expect(grouping(.timestamp(zoned: false), "a", "b") == "DATE_TRUNC('MINUTE', \"K\")")
        #expect(grouping(.date, "a", "b") == nil)
    }

    @Test("standard SQL groups whole numbers whose differences don't overflow")
    func standard() {
        let dialect = ANSIDialect(name: "Any")
        func grouping(_ type: SourceType, _ lowest: String, _ highest: String) -> String? {
            dialect.grouping(.plain("k", type), lowest: lowest, highest: highest, groups: 100)
        }
        let (int, bigint) = (SourceType.integer(bits: 32, signed: true), SourceType.integer(bits: 64, signed: true))
        #expect(grouping(int, "-500", "1500") == "\"k\" - MOD(\"k\" - (-500), 20)")
        #expect(grouping(int, "0", "2147483647") == "\"k\" - MOD(\"k\" - (0), 21474836)")
        #expect(grouping(int, "-1", "2147483647") == nil)
        #expect(grouping(bigint, "-1", "2147483647") == "\"k\" - MOD(\"k\" - (-1), 21474836)")
        #expect(grouping(bigint, "-1", "9223372036854775807") == nil)
        #expect(grouping(.integer(bits: 16, signed: true), "0", "10000") == nil)
        #expect(grouping(.date, "2000-01-01", "2001-01-01") == nil)
    }
}
