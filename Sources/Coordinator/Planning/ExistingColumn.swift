package import Model

/// A column of a target table that is there already.
package struct ExistingColumn: Hashable, Sendable {
    package var name: String
    /// As `format_type` prints it, for messages.
    package var formatType: String
    /// Nil where Snowmelt can't write the type; the caller resolves domains and enums.
    package var type: TargetType?
    package var isNotNull: Bool
    /// Whether the server fills the column by itself: a default or an identity.
    package var hasDefault: Bool
    /// Whether it is `GENERATED ALWAYS AS (…) STORED`, which nobody writes; not for an identity, which COPY does write.
    package var isGenerated: Bool

    package init(
        name: String, formatType: String, type: TargetType?, isNotNull: Bool, hasDefault: Bool, isGenerated: Bool
    ) {
        self.name = name
        self.formatType = formatType
        self.type = type
        self.isNotNull = isNotNull
        self.hasDefault = hasDefault
        self.isGenerated = isGenerated
    }
}
