package import Model

/// A table of a run, as stored.
package struct StoredTable: Sendable {
    package var number: Int
    package var epoch: Int
    package var state: TableState
    /// Nil while it is planned.
    package var spec: TableSpec?
    package var chunkCount: Int
    package var expectedRows: Int
    /// Rows that were published; nil: the table isn't.
    package var publishedRows: Int?
    /// Nil also where it isn't known any more what they were held against.
    package var counts: PublishedCounts?
    /// Why publishing failed.
    package var error: String?
}
