/// One column of a source table or query.
package struct SourceColumn: Hashable, Sendable, Codable {
    package var name: String
    package var type: SourceType
    /// The type as the source spells it, for messages.
    package var declaredType: String
    /// Whether the source declares that it may hold NULL; unenforced sources may hold NULL all the same.
    package var isNullable: Bool
    /// The type of PostgreSQL that the values have at the source already; nil: `type` says what holds them.
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
