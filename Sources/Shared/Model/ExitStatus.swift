/// The exit codes of both programs.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case internalError = 1
    case usage = 2
    case source = 3
    /// The target or the control database.
    case target = 4
    /// Finished, but some chunks failed.
    case chunksFailed = 5
    case verificationDiffers = 6
    case refused = 7
    /// Interrupted; the run can be resumed.
    case interrupted = 10
}
