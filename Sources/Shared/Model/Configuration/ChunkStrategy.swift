/// How a table is cut into chunks: `chunk.by`.
package enum ChunkStrategy: Hashable, Sendable {
    /// By the best key that the source declares, else by hash, else not at all.
    case auto
    /// Into ranges of this column.
    case column(String)
    /// Into buckets of a hash of the row.
    case hash
    /// By where the source stores the rows (`ctid`).
    case place
    /// The whole table is one chunk (`none`; not named so, as it would read as a missing value).
    case single
}
