package import Model

/// How a column appears in a SELECT list, and the form in which its values arrive.
package struct ReadItem: Hashable, Sendable {
    /// SQL without an alias.
    package var expression: String
    package var form: ValueForm?

    package init(_ expression: String, _ form: ValueForm? = nil) {
        self.expression = expression
        self.form = form
    }
}
