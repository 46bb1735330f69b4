package import Model

/// A column of a table with its position in the primary key.
package struct CatalogueColumn: Hashable, Sendable {
    package var column: SourceColumn
    /// Increases along the key; `nil` outside the key.
    package var keyPosition: Int?

    package init(column: SourceColumn, keyPosition: Int?) {
        self.column = column
        self.keyPosition = keyPosition
    }
}
