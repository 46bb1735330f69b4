package import Model

/// What the user asks of one column.
///
/// A rule named after a source column changes that column; a rule with an expression and another name adds a column.
package struct ColumnRule: Hashable, Sendable {
    /// Leave the column out.
    package var drop: Bool
    /// The target type, in place of the mapping's.
    package var type: TargetType?
    /// An expression in the source's SQL, in place of the column. It is read as it stands.
    package var expression: String?

    package init(drop: Bool = false, type: TargetType? = nil, expression: String? = nil) {
        self.drop = drop
        self.type = type
        self.expression = expression
    }
}
