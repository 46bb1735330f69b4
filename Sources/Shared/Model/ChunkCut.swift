/// What a table's chunks are cut by: with it and a chunk's extent, a worker can cut the chunk once more.
///
/// Stored with the table's spec.
package struct ChunkCut: Hashable, Sendable, Codable {
    /// The column whose ranges are the chunks; nil: rows are cut by hash alone.
    package var column: SourceColumn?
    /// The lowest and the highest key that the plan saw, where it did, for the ranges without a bound on that side.
    package var lowest: String?
    package var highest: String?
    /// Whether the first range holds the rows whose key is NULL, too.
    package var nullsAreFirst: Bool
    /// The columns that buckets hash; empty where there are no buckets.
    package var hashColumns: [SourceColumn]
    /// The table that the hash is of; nil for a query.
    package var hashTable: SourceTable?

    package init(
        column: SourceColumn? = nil, lowest: String? = nil, highest: String? = nil, nullsAreFirst: Bool = false,
        hashColumns: [SourceColumn] = [], hashTable: SourceTable? = nil
    ) {
        self.column = column
        self.lowest = lowest
        self.highest = highest
        self.nullsAreFirst = nullsAreFirst
        self.hashColumns = hashColumns
        self.hashTable = hashTable
    }
}
