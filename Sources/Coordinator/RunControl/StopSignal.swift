import Model
import Synchronization

/// A request to stop, by the user's signal or for a reason why the work must not continue.
///
/// Also says what the program would leave behind if it ended immediately.
package final class StopSignal: Sendable {
    private let wish = Atomic<Bool>(false)
    private let reason = Mutex<Failure?>(nil)
    private let workers = Atomic<Bool>(false)

    package init() {}

    package var isSet: Bool { wish.load(ordering: .acquiring) }

    package func set() { wish.store(true, ordering: .releasing) }

    /// Why the work must not continue; `nil` if it may.
    var refusal: Failure? { reason.withLock { $0 } }

    func set(because failure: Failure) {
        reason.withLock { $0 = $0 ?? failure }
        set()
    }

    /// Whether worker processes of this program may be running, which must not be left behind.
    package var hasWorkers: Bool { workers.load(ordering: .acquiring) }

    func setHasWorkers(_ hasWorkers: Bool) { workers.store(hasWorkers, ordering: .releasing) }
}
