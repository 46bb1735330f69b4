package import Model

/// A table of a run as stored in the control database.
package struct StoredTable: Sendable {
    package var number: Int
    package var epoch: Int
    package var state: TableState
    /// `nil` while the table is being planned, and if it is skipped.
    package var spec: TableSpec?
    package var expectedRows: Int
    /// Number of published rows; `nil` if the table isn't published.
    package var publishedRows: Int?
    /// `nil` if the table isn't published, or if the counts are no longer known.
    package var counts: PublishedCounts?
    /// Why publishing failed, or why the table is skipped; `nil` without a failure.
    package var error: String?
}
