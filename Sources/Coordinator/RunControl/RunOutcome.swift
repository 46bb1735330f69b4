import Glibc
package import Model
package import Verification
package import WorkQueue

/// How `run` ended.
package struct RunOutcome: Sendable {
    package var status: RunStatus
    package var exit: ExitStatus
    /// Nil when the run isn't complete.
    package var verification: VerificationResult?
    /// What another command can do about chunks that aren't done.
    package var continuation: RunContinuation
}
