import Model
import Presentation
import Testing
import WorkQueue

@Suite("The time left of a run")
struct RunTimeLeftTests {
    @Test("completed small tables yield no estimate for a large table that hasn't started")
    func largestTableDecides() {
        var meter = RateMeter()
        let start = ContinuousClock.now
        meter.record(run(small: 0, large: 0), at: start)
        meter.record(run(small: 500, large: 0), at: start + .seconds(1))
        #expect(meter.secondsLeft(of: run(small: 500, large: 0)) == nil)

        let moved = run(small: 500, large: 100_000)
        meter.record(moved, at: start + .seconds(2))
        #expect(meter.secondsLeft(of: moved).map { $0.rounded() } == 38)
    }

    /// A small table with one chunk, and a large one with twenty.
    private func run(small: Int, large: Int) -> RunStatus {
        RunStatus(
            id: RandomID(text: "8f884571-2339-4433-bf39-943efc0fb546"), name: "nightly", state: .inProgress,
            source: "", snapshot: "unpinned", coordinator: nil, createdAt: "", completedAt: nil, seconds: 1,
            tables: [
                table("small", copied: small, of: 500, chunks: 1),
                table("large", copied: large, of: 2_000_000, chunks: 20),
            ])
    }

    private func table(_ name: String, copied: Int, of expected: Int, chunks: Int) -> TableStatus {
        let done = copied * chunks / expected
        return TableStatus(
            source: QualifiedName(schema: "main", name: name), target: QualifiedName(schema: "analytics", name: name),
            state: .inProgress, total: chunks, done: done, claimed: min(chunks - done, 6),
            ready: max(chunks - done - 6, 0), failed: 0, expectedRows: expected, copiedRows: copied, rejectedRows: 0,
            bytes: copied, seconds: 1, error: nil)
    }
}
