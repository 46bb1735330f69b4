package import Model

/// How a column stands in a SELECT list, and in what form its values come then.
package struct ReadItem: Hashable, Sendable {
    /// Without an alias.
    package var expression: String
    package var form: ValueForm?

    package init(_ expression: String, _ form: ValueForm? = nil) {
        self.expression = expression
        self.form = form
    }
}
