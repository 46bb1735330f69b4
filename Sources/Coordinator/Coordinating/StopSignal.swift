import Synchronization

/// A user's wish to stop, set by a signal handler, and what the program would leave behind if it just ended.
package final class StopSignal: Sendable {
    private let wish = Atomic<Bool>(false)
    private let workers = Atomic<Bool>(false)

    package init() {}

    package var isSet: Bool { wish.load(ordering: .acquiring) }

    package func set() { wish.store(true, ordering: .releasing) }

    /// Whether worker processes of ours may be running, which must not be left behind.
    package var hasWorkers: Bool { workers.load(ordering: .acquiring) }

    func setHasWorkers(_ hasWorkers: Bool) { workers.store(hasWorkers, ordering: .releasing) }
}
