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

/// An error for the user: what happened, how the program exits, what the reader can do next.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var status: ExitStatus
    package var message: String
    /// The way out.
    package var hint: String?

    package init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    package var description: String {
        guard let hint else { return message }
        return "\(message)\n  \(hint)"
    }
}
