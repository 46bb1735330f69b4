import Model
import Synchronization

/// A wish to stop: the user's, set by a signal handler, or a reason that the work mustn't go on; and what the program would
/// leave behind if it just ended.
package final class StopSignal: Sendable {
    private let wish = Atomic<Bool>(false)
    private let reason = Mutex<Failure?>(nil)
    private let workers = Atomic<Bool>(false)

    package init() {}

    package var isSet: Bool { wish.load(ordering: .acquiring) }

    package func set() { wish.store(true, ordering: .releasing) }

    /// Why the work mustn't go on; nil: nobody said so.
    var refusal: Failure? { reason.withLock { $0 } }

    func set(because failure: Failure) {
        reason.withLock { $0 = $0 ?? failure }
        set()
    }

    /// Whether worker processes of ours may be running, which must not be left behind.
    package var hasWorkers: Bool { workers.load(ordering: .acquiring) }

    func setHasWorkers(_ hasWorkers: Bool) { workers.store(hasWorkers, ordering: .releasing) }
}
