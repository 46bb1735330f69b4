/// How one column is copied from source to target.
package struct ColumnSpec: Hashable, Sendable, Codable {
    /// The source column's name, or the alias of its expression; for messages.
    package var source: String
    package var sourceType: SourceType
    package var target: String
    package var targetType: TargetType
    /// `nil` if the values have the driver's own form, or the plan comes from a version that didn't store it.
    package var form: ValueForm?

    package init(
        source: String, sourceType: SourceType, target: String, targetType: TargetType, form: ValueForm? = nil
    ) {
        self.source = source
        self.sourceType = sourceType
        self.target = target
        self.targetType = targetType
        self.form = form
    }
}
