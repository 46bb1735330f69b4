/// A table in the source's catalogue.
package struct SourceTable: Hashable, Sendable, Codable {
    package var name: QualifiedName
    package var isView: Bool
    package var columns: [SourceColumn]
    /// Column names in key order; empty if the table has no primary key.
    package var primaryKey: [String]
    /// Whether its rows can be read by their storage location; see `SQLDialect.placeQuery`.
    package var hasPlaces: Bool
    /// `nil` if the source doesn't report it.
    package var storage: Storage?
    /// Which rows are read; `nil` for its own rows and those of all its descendants.
    package var reach: Reach?

    /// Which rows of a table with descendants are read.
    package enum Reach: Hashable, Sendable, Codable {
        /// Only its own rows.
        case itself
        /// All rows except those of these tables.
        case without([QualifiedName])
    }

    /// How the source stores the table's rows.
    package struct Storage: Hashable, Sendable, Codable {
        /// The columns by which its files are ordered, without the key's expressions.
        package var clusteringKey: [String]
        /// The number of days for which earlier states can be read.
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
