import Synchronization

/// Lets any thread interrupt the statement that a connection runs.
///
/// The interruption is called under a lock only, and is taken out under the same lock before the statement is freed. So
/// no driver is ever handed a statement that is gone.
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

    /// A statement begins, which `interruption` stops; a request from before doesn't count for it.
    package func arm(_ interruption: @escaping @Sendable () -> Void) {
        state.withLock { $0 = State(interruption: interruption) }
    }

    /// No statement runs from here on, and it may be freed; whether it was told to stop is still known.
    package func disarm() {
        state.withLock { $0.interruption = nil }
    }

    /// Whether the statement that runs, or ran last, was told to stop.
    package var isRequested: Bool {
        state.withLock { $0.isRequested }
    }

    /// Drivers that can't interrupt go on until they have their next rows; then the request is seen.
    package func cancel() {
        state.withLock { state in
            guard let interruption = state.interruption else { return }
            state.isRequested = true
            interruption()
        }
    }

    /// Throws if the statement that runs, or ran last, was told to stop: it may look like one that came to its end.
    package func check() throws(SourceError) {
        guard isRequested else { return }
        throw SourceError(.cancelled, operation: operation, message: "the statement was interrupted")
    }

    /// What a statement's error means: whatever a statement says that was told to stop, it was interrupted.
    package func judged(_ error: SourceError) -> SourceError {
        guard isRequested else { return error }
        var error = error
        error.kind = .cancelled
        return error
    }
}
