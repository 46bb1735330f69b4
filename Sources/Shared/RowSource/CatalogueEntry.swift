package import Model

/// A table or view in the source's catalogue.
package struct CatalogueEntry: Hashable, Sendable {
    package var name: QualifiedName
    package var isView: Bool

    package init(name: QualifiedName, isView: Bool) {
        self.name = name
        self.isView = isView
    }
}

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
