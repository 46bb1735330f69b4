import Failures
package import Model

/// One line of the output of `check`.
package struct CheckLine: Sendable {
    package enum Result: String, Sendable {
        case ok, warning, failed
    }

    package var subject: String
    package var result: Result
    package var detail: String
    package var hint: String?
    /// The exit status that this line causes; `done` unless it failed.
    package var exit = ExitStatus.done
}

extension CheckLine {
    static func failed(_ subject: String, _ error: any Error) -> CheckLine {
        let failure = Failure(describing: error)
        // The subject already says which system the error is from.
        let message = ["source: ", "target or control database: "].reduce(failure.message) { text, prefix in
            text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        }
        return CheckLine(
            subject: subject, result: .failed, detail: message, hint: failure.hint, exit: failure.status)
    }
}
