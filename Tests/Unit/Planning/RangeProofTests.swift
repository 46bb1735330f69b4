import Model
import Planning
import RowSource
import Testing

@Suite("Counting ranges by their own conditions")
struct RangeProofTests {
    /// A planner for `k` that has counted `rows`, found four slices, and waits for the ranges' counts.
    private static func planner(isPinned: Bool = false, slices: Int = 4) throws -> ChunkPlanner {
        var planner = try ChunkPlannerTests.planner(
            .column("k"), chunkRows: 10, isPinned: isPinned, columns: [.plain("k", .text(length: nil))])
        _ = planner.start()
        _ = try planner.received(rows: [["\(10 * slices)", "\(10 * slices)"]])
        let action = try planner.received(rows: (0..<slices).map { ["key \($0)", "10", "1", "key \($0)"] })
        guard case .query(let query) = action, query.contains("range_no") else {
            Issue.record("the ranges aren't counted: \(action)")
            return planner
        }
        return planner
    }

    private static func rows(_ counts: Int...) -> [[String?]] {
        counts.enumerated().map { ["\($0)", "\($1)"] }
    }

    @Test("a chunk's expected rows are those that meet its condition, whatever the slices counted")
    func counts() throws {
        var planner = try Self.planner()
        guard case .finished(let plan) = try planner.received(rows: Self.rows(9, 12, 10, 10)) else {
            Issue.record("not enough")
            return
        }
        #expect(plan.chunks.map(\.expectedRows) == [9, 12, 10, 10])
    }

    @Test("if nothing proves the ranges' order, all conditions are evaluated, and overlaps are refused")
    func overlap() throws {
        // As in an ENUM of paid, new, done, gone, sorted by number but compared as text: ranges overlap, and one is
        // empty.
        for (sums, isRefused) in [("40", false), ("70", true), ("30", true)] {
            var planner = try Self.planner()
            guard case .query(let query) = try planner.received(rows: [["0", "20"], ["3", "20"]]) else {
                Issue.record("an empty range was taken for one in order")
                return
            }
            #expect(
                query.hasPrefix(
                    "SELECT COUNT(*), SUM(CASE WHEN (\"k\" < 'key 1' OR \"k\" IS NULL) THEN 1 ELSE 0 END + "))
            #expect(query.hasSuffix(") FROM \"t\" WHERE (\"k\" IS NOT NULL)"))
            do throws(PlanningError) {
                guard case .finished(let plan) = try planner.received(rows: [["40", sums]]) else {
                    Issue.record("unfinished")
                    return
                }
                #expect(!isRefused)
                #expect(plan.chunks.map(\.expectedRows) == [20, 0, 0, 20])
            } catch {
                #expect(isRefused && error.kind == .refused)
                #expect(error.description.hasPrefix("t: ranges of k"))
                #expect(
                    error.description.contains("nothing was created") && error.description.contains("chunk: {by: hash}")
                )
            }
        }
    }

    @Test("a row that doesn't meet its range's condition isn't counted for it")
    func stray() throws {
        var planner = try Self.planner()
        guard case .query = try planner.received(rows: Self.rows(10, 10, 10, 9) + [[nil, "1"]]) else {
            Issue.record("a stray was overlooked")
            return
        }
        #expect(throws: PlanningError.self) { try planner.received(rows: [["40", "39"]]) }
    }

    @Test("with a pinned snapshot, the ranges must have exactly the counted rows")
    func pinned() throws {
        var exact = try Self.planner(isPinned: true)
        guard case .finished = try exact.received(rows: Self.rows(10, 10, 10, 10)) else {
            Issue.record("unfinished")
            return
        }
        var other = try Self.planner(isPinned: true)
        guard case .query = try other.received(rows: Self.rows(10, 10, 10, 11)) else {
            Issue.record("another number of rows was taken")
            return
        }
    }

    @Test("too many ranges to evaluate per row are refused if nothing proves their order")
    func many() throws {
        var planner = try Self.planner(slices: 6000)
        var action = try planner.received(rows: [])
        for _ in 0..<4 { action = try planner.received(rows: []) }
        guard case .query = action else {
            Issue.record("unexpected \(action)")
            return
        }
        #expect(throws: PlanningError.self) { try planner.received(rows: []) }
    }

    @Test("with a pinned snapshot, storage locations and buckets that don't add up to the counted rows are refused")
    func otherChunks() throws {
        var hashed = try ChunkPlannerTests.planner(.hash, chunkRows: 50)
        _ = hashed.start()
        _ = try hashed.received(rows: [["100"]])
        #expect(throws: PlanningError.self) { try hashed.received(rows: [["0", "50"], ["1", "49"]]) }
        var placed = try ChunkPlannerTests.planner(.place, chunkRows: 50, dialect: PlainDialect(hasPlaces: true))
        _ = placed.start()
        _ = try placed.received(rows: [["100"]])
        #expect(throws: PlanningError.self) { try placed.received(rows: [["a", "a", "50"], ["b", "b", "51"]]) }
    }
}
