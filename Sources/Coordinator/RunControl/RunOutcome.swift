import Glibc
package import Model
package import Verification
package import WorkQueue

/// The result of `run` or `publish`.
package struct RunOutcome: Sendable {
    package var status: RunStatus
    package var exit: ExitStatus
    /// `nil` if the run isn't complete, and for `publish`.
    package var verification: VerificationResult?
    /// How another command can continue with chunks that aren't done.
    package var continuation: RunContinuation
}

extension RunStatus {
    /// The tables that couldn't be planned, and without which the run ends.
    package var skipped: [TableStatus] { tables.filter(\.isSkipped) }

    /// The exit status of a run that is complete.
    var endingExit: ExitStatus { skipped.isEmpty ? .done : .chunksFailed }
}
