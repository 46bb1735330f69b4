package import Model
import Text

extension Failure {
    /// The text for stderr: `error: message` and the hint, in which further lines are indented.
    ///
    /// - Parameter redact: masks secrets.
    package func text(redact: (String) -> String) -> String {
        func shown(_ text: String) -> String {
            redact(text).split(separator: "\n").map { String($0).printable }.joined(separator: "\n  ")
        }
        return "error: \(shown(message))\n" + (hint.map { "hint: \(shown($0))\n" } ?? "")
    }
}
