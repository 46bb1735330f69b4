import Testing
import WorkerRuntime

@Suite("Watching a chunk that is copied")
struct TransferWatchTests {
    private let start = ContinuousClock.now

    private func watch(end: ContinuousClock.Instant? = nil) -> TransferWatch {
        TransferWatch(grace: .seconds(15), stallTimeout: .seconds(600), end: end, startedAt: start)
    }

    private func facts(
        after seconds: Int, rows: Int = 0, trusted: Bool = true, active: Bool = true, stopping: Bool = false
    ) -> TransferWatch.Facts {
        TransferWatch.Facts(
            now: start + .seconds(seconds), rows: rows, isLeaseTrusted: trusted, isRunActive: active,
            isStopping: stopping)
    }

    @Test("a chunk whose rows move is never stopped")
    func carriesOn() {
        var watch = watch()
        for step in 0..<100 {
            #expect(watch.verdict(facts(after: step * 599, rows: step)) == .carryOn)
        }
    }

    @Test("a lost lease, an ended run, a stall and a stop end it, in this order")
    func precedence() {
        func verdict(trusted: Bool, active: Bool, stalled: Bool) -> TransferWatch.Verdict {
            var watch = watch()
            _ = watch.verdict(facts(after: 0, stopping: true))
            return watch.verdict(facts(after: stalled ? 600 : 15, trusted: trusted, active: active, stopping: true))
        }
        #expect(verdict(trusted: false, active: false, stalled: true) == .cancel(.leaseLost))
        #expect(verdict(trusted: true, active: false, stalled: true) == .cancel(.runEnded))
        #expect(verdict(trusted: true, active: true, stalled: true) == .cancel(.stalled))
        #expect(verdict(trusted: true, active: true, stalled: false) == .cancel(.shutdown))
    }

    @Test("a stop leaves the grace period, counted from its request")
    func grace() {
        var watch = watch()
        #expect(watch.verdict(facts(after: 100)) == .carryOn)
        #expect(watch.verdict(facts(after: 101, stopping: true)) == .carryOn)
        #expect(watch.verdict(facts(after: 115, stopping: true)) == .carryOn)
        #expect(watch.verdict(facts(after: 116, stopping: true)) == .cancel(.shutdown))
    }

    @Test("a chunk is stopped early enough to release it before the worker's deadline")
    func deadline() {
        var watch = watch(end: start + .seconds(60))
        #expect(watch.verdict(facts(after: 54)) == .carryOn)
        #expect(watch.verdict(facts(after: 55)) == .cancel(.deadline))
    }

    @Test("a stall is counted from the last row, or from the start")
    func stall() {
        var watch = watch()
        #expect(watch.verdict(facts(after: 599)) == .carryOn)
        var other = watch
        #expect(other.verdict(facts(after: 600)) == .cancel(.stalled))
        #expect(watch.verdict(facts(after: 600, rows: 1)) == .carryOn)
        #expect(watch.verdict(facts(after: 1199, rows: 1)) == .carryOn)
        #expect(watch.verdict(facts(after: 1200, rows: 1)) == .cancel(.stalled))
    }
}
