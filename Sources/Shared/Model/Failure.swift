/// An error for the user: what happened, the exit code, and what to do next.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var status: ExitStatus
    package var message: String
    /// What the user can do next.
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
