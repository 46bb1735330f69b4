/// A table of the source's catalogue.
package struct SourceTable: Hashable, Sendable, Codable {
    package var name: QualifiedName
    package var isView: Bool
    package var columns: [SourceColumn]
    /// Column names in key order; empty without a primary key.
    package var primaryKey: [String]
    /// Whether its rows can be read by the place where they are stored; see `SQLDialect.placeQuery`.
    package var hasPlaces: Bool

    package init(
        name: QualifiedName, isView: Bool, columns: [SourceColumn], primaryKey: [String], hasPlaces: Bool = false
    ) {
        self.name = name
        self.isView = isView
        self.columns = columns
        self.primaryKey = primaryKey
        self.hasPlaces = hasPlaces
    }
}
