package import Model

extension Failure {
    /// The text for stderr: `error: message` and the hint.
    ///
    /// - Parameter redact: masks secrets.
    package func text(redact: (String) -> String) -> String {
        var text = "error: \(redact(message))\n"
        if let hint { text += "hint: \(redact(hint))\n" }
        return text
    }
}
