/// A table of the source's catalogue.
package struct SourceTable: Hashable, Sendable, Codable {
    package var name: QualifiedName
    package var isView: Bool
    package var columns: [SourceColumn]
    /// Column names in key order; empty without a primary key.
    package var primaryKey: [String]

    package init(name: QualifiedName, isView: Bool, columns: [SourceColumn], primaryKey: [String]) {
        self.name = name
        self.isView = isView
        self.columns = columns
        self.primaryKey = primaryKey
    }
}
