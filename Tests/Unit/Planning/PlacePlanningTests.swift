import Model
import Planning
import RowSource
import Testing

@Suite("Chunks by the storage location of rows")
struct PlacePlanningTests {
    private static let json = SourceColumn(name: "k", type: .json, declaredType: "json", isNullable: true)

    private static func planner(
        _ strategy: ChunkStrategy = .auto, isPinned: Bool = true, hasPlaces: Bool = true
    ) throws -> ChunkPlanner {
        try ChunkPlannerTests.planner(
            strategy, chunkRows: 30, isPinned: isPinned, columns: [json], filter: "f",
            dialect: PlainDialect(hasPlaces: hasPlaces))
    }

    private static func plan(_ planner: ChunkPlanner) throws -> ChunkPlan? {
        var planner = planner
        guard case .query = planner.start() else { return nil }
        #expect(try planner.received(rows: [["100"]]) == .query("PLACES(f, 4)"))
        let action = try planner.received(
            rows: [["p < 3", "to 3", "40"], ["p >= 3 AND p < 6", "3 to 6", "0"], ["p >= 6", "from 6", "60"]])
        guard case .finished(let plan) = action else { return nil }
        return plan
    }

    @Test("a table without a key for ranges is cut by storage location, and an empty part is still a chunk")
    func places() throws {
        let plan = try #require(try Self.plan(Self.planner()))
        #expect(plan.method == .places)
        #expect(
            plan.chunks == [
                PlannedChunk(number: 1, predicate: "p < 3", range: "to 3", expectedRows: 40),
                PlannedChunk(number: 2, predicate: "p >= 3 AND p < 6", range: "3 to 6", expectedRows: 0),
                PlannedChunk(number: 3, predicate: "p >= 6", range: "from 6", expectedRows: 60),
            ])
        #expect(plan.warnings.isEmpty)
    }

    @Test("without a snapshot, the plan warns that rows can move")
    func unpinned() throws {
        let plan = try #require(try Self.plan(Self.planner(isPinned: false)))
        #expect(plan.warnings.contains { $0.contains("storage location") })
    }

    @Test("if the source doesn't support it, rows are split by hash instead, with a warning")
    func asked() throws {
        var planner = try Self.planner(.place, hasPlaces: false)
        _ = planner.start()
        guard case .query(let query) = try planner.received(rows: [["100"]]) else {
            Issue.record("no further statement")
            return
        }
        #expect(query.contains("hash_bucket"))
    }

    @Test("a malformed answer is refused")
    func malformed() throws {
        let answers: [[[String?]]] = [
            [], [["a"]], [["a", nil, "1"]], [[nil, "x", "1"], ["a", "x", "1"]], [["a", "x", "?"]],
        ]
        for rows in answers {
            var planner = try Self.planner()
            _ = planner.start()
            _ = try planner.received(rows: [["100"]])
            #expect(throws: PlanningError.self) { try planner.received(rows: rows) }
        }
    }
}
