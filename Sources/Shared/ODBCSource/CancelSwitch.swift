import CUnixODBC
import Synchronization

/// Lets any thread interrupt the statement that a connection runs.
///
/// A handle is used here under a lock only, and is taken out under the same lock before it is freed.
final class CancelSwitch: Sendable {
    private struct State {
        // SAFETY: a handle is a token for the driver manager; `SQLCancel` may be called from any thread.
        nonisolated(unsafe) var handle: SQLHSTMT?
        var isRequested = false
    }

    private let state = Mutex(State())

    /// A statement begins; a request from before doesn't count for it.
    func arm(_ handle: SQLHSTMT) {
        state.withLock { $0 = State(handle: handle) }
    }

    /// No statement runs from here on, and the handle may go.
    func disarm() {
        state.withLock { $0.handle = nil }
    }

    /// Whether the statement that runs, or ran last, was told to stop.
    var isRequested: Bool {
        state.withLock { $0.isRequested }
    }

    func cancel() {
        state.withLock { state in
            guard let handle = state.handle else { return }
            state.isRequested = true
            SQLCancel(handle)
        }
    }
}
