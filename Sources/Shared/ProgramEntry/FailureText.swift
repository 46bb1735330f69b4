package import Model

extension Failure {
    /// `error: message` and the hint, for stderr; `redact` masks secrets.
    package func text(redact: (String) -> String) -> String {
        var text = "error: \(redact(message))\n"
        if let hint { text += "hint: \(redact(hint))\n" }
        return text
    }
}
