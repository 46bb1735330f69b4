import Synchronization

/// Lets any thread interrupt the statement that a connection is running.
///
/// The interruption is called only while a lock is held, and removed under the same lock before the statement is freed.
/// So no driver is asked to interrupt a statement that no longer exists.
package final class CancelSwitch: Sendable {
    private struct State {
        var interruption: (@Sendable () -> Void)?
        var isRequested = false
    }

    private let state = Mutex(State())
    /// The C function that interrupts, for errors.
    private let operation: String

    package init(operation: String) {
        self.operation = operation
    }

    /// Arms the switch for a new statement, which `interruption` stops; earlier requests don't apply to it.
    package func arm(_ interruption: @escaping @Sendable () -> Void) {
        state.withLock { $0 = State(interruption: interruption) }
    }

    /// Disarms the switch, after which the statement may be freed; whether it was interrupted is remembered.
    package func disarm() {
        state.withLock { $0.interruption = nil }
    }

    /// Whether the current or most recent statement was asked to stop.
    package var isRequested: Bool {
        state.withLock { $0.isRequested }
    }

    /// Requests an interruption.
    ///
    /// Drivers that can't interrupt continue to their next rows; the request takes effect then.
    package func cancel() {
        state.withLock { state in
            guard let interruption = state.interruption else { return }
            state.isRequested = true
            interruption()
        }
    }

    /// Throws if the current or most recent statement was asked to stop: its result may look complete without being so.
    package func check() throws(SourceError) {
        guard isRequested else { return }
        throw SourceError(.cancelled, operation: operation, message: "the statement was interrupted")
    }

    /// The error to report: any error of a statement that was asked to stop counts as an interruption.
    package func judged(_ error: SourceError) -> SourceError {
        guard isRequested else { return error }
        var error = error
        error.kind = .cancelled
        return error
    }
}
