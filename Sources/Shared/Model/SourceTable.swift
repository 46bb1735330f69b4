/// A table of the source's catalogue.
package struct SourceTable: Hashable, Sendable, Codable {
    package var name: QualifiedName
    package var isView: Bool
    package var columns: [SourceColumn]
    /// Column names in key order; empty without a primary key.
    package var primaryKey: [String]
    /// Whether its rows can be read by the place where they are stored; see `SQLDialect.placeQuery`.
    package var hasPlaces: Bool
    /// nil where the source doesn't tell.
    package var storage: Storage?
    /// Which rows are read; nil: its own, and those of all its descendants.
    package var reach: Reach?

    /// Which rows of a table with descendants are read.
    package enum Reach: Hashable, Sendable, Codable {
        /// Its own alone.
        case itself
        /// All but those of these tables.
        case without([QualifiedName])
    }

    /// How the source keeps its rows.
    package struct Storage: Hashable, Sendable, Codable {
        /// The columns that its files are ordered by, as far as they are columns.
        package var clusteringKey: [String]
        /// For how long its past can be read.
        package var retentionDays: Int
        package var bytes: Int?

        package init(clusteringKey: [String], retentionDays: Int, bytes: Int?) {
            self.clusteringKey = clusteringKey
            self.retentionDays = retentionDays
            self.bytes = bytes
        }
    }

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
