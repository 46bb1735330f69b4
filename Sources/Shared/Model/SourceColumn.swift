/// One column of a source table or query.
package struct SourceColumn: Hashable, Sendable, Codable {
    package var name: String
    package var type: SourceType
    /// The source's spelling of the type, for messages.
    package var declaredType: String
    /// Whether the column is declared nullable; a source that doesn't enforce this may return NULL anyway.
    package var isNullable: Bool
    /// The PostgreSQL type that the values already have at the source; `nil` if it follows from `type`.
    package var equivalent: TargetType?

    package init(
        name: String, type: SourceType, declaredType: String, isNullable: Bool, equivalent: TargetType? = nil
    ) {
        self.name = name
        self.type = type
        self.declaredType = declaredType
        self.isNullable = isNullable
        self.equivalent = equivalent
    }
}
