package import Model

/// A column of an existing target table.
package struct ExistingColumn: Hashable, Sendable {
    package var name: String
    /// The type as `format_type` prints it, for messages.
    package var formatType: String
    /// `nil` if Snowmelt can't write the type; the caller resolves domains and enums.
    package var type: TargetType?
    package var isNotNull: Bool
    /// Whether the server can fill the column itself: it has a default or is an identity.
    package var hasDefault: Bool
    /// Whether the column is `GENERATED ALWAYS AS (…) STORED`, which can't be written; `false` for an identity, which
    /// COPY does write.
    package var isGenerated: Bool
    /// Whether the user may insert values into it.
    package var mayInsert = true

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
