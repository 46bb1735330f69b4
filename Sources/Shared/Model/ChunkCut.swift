/// How a table was cut into chunks; with this and a chunk's extent, a worker can split the chunk.
///
/// It is stored with the table's spec.
package struct ChunkCut: Hashable, Sendable, Codable {
    /// The column whose ranges form the chunks; `nil` if rows are cut only by hash.
    package var column: SourceColumn?
    /// The lowest key that the plan found, for splitting the range without a lower bound; `nil` if it didn't look.
    package var lowest: String?
    /// The highest key that the plan found, for splitting the range without an upper bound; `nil` if it didn't look.
    package var highest: String?
    /// Whether the first range also contains the rows with a NULL key.
    package var nullsAreFirst: Bool
    /// The columns that are hashed into buckets; empty if there are no buckets.
    package var hashColumns: [SourceColumn]
    /// The table whose rows are hashed; `nil` for a query.
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
