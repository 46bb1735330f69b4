import CADBC
import Synchronization

/// Lets any thread interrupt the statement that a connection runs.
///
/// A statement is used here under a lock only, and is taken out under the same lock before it is released.
final class CancelSwitch: Sendable {
    private struct State {
        // SAFETY: `StatementCancel` and `ConnectionCancel` are the calls that ADBC allows beside others.
        nonisolated(unsafe) var cancel: (() -> Void)?
        var isRequested = false
    }

    private let state = Mutex(State())

    /// A statement begins, which `cancel` interrupts; a request from before doesn't count for it.
    func arm(_ cancel: @escaping () -> Void) {
        // SAFETY: called under the lock, from whatever thread; see above.
        nonisolated(unsafe) let cancel = cancel
        state.withLock { $0 = State(cancel: cancel) }
    }

    /// No statement runs from here on, and it may go.
    func disarm() {
        state.withLock { $0.cancel = nil }
    }

    /// Whether the statement that runs, or ran last, was told to stop.
    var isRequested: Bool {
        state.withLock { $0.isRequested }
    }

    /// Drivers that can't interrupt go on until they have their next batch; then this is seen.
    func cancel() {
        state.withLock { state in
            guard let cancel = state.cancel else { return }
            state.isRequested = true
            cancel()
        }
    }
}
