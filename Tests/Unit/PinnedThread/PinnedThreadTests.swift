import PinnedThread
import Testing

private actor Counter {
    nonisolated let thread: PinnedThread
    var count = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: PinnedThread) {
        self.thread = thread
    }

    func increment() -> Bool {
        count += 1
        return thread.isCurrent
    }

    nonisolated func assumingIsolation() -> Int {
        assumeIsolated { $0.count }
    }

    func countThroughAssumption() -> Int {
        assumingIsolation()
    }
}

@Suite("Pinned threads")
struct PinnedThreadTests {
    @Test("an actor's calls all run on its thread, one at a time")
    func callsRunOnTheThread() async throws {
        let counter = Counter(thread: try PinnedThread(name: "counter"))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await counter.increment() } }
            for await isOnThread in group { #expect(isOnThread) }
        }
        #expect(await counter.count == 1000)
        #expect(!counter.thread.isCurrent)
    }

    @Test("isolation checks succeed on the thread")
    func isolationChecks() async throws {
        let counter = Counter(thread: try PinnedThread(name: "checked"))
        _ = await counter.increment()
        #expect(await counter.countThroughAssumption() == 1)
        #expect(counter.thread.isIsolatingCurrentContext() == false)
    }

    @Test("a wait on a monitor ends when its condition holds, or after its timeout")
    func monitorWaits() throws {
        let monitor = Monitor(0)
        try startThread(named: "monitor") {
            for _ in 0..<3 { monitor.withLock { $0 += 1 } }
        }
        #expect(monitor.wait(atMost: .seconds(10)) { $0 == 3 ? $0 : nil } == 3)
        #expect(monitor.wait(atMost: .milliseconds(10)) { $0 == 4 ? $0 : nil } == nil)
    }
}
