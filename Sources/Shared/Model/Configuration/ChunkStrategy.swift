/// How a table is cut into chunks: `chunk.by`.
package enum ChunkStrategy: Hashable, Sendable {
    /// By the best key that the source declares, otherwise by hash, otherwise a single chunk.
    case auto
    /// By ranges of this column.
    case column(String)
    /// By buckets of a hash of the row.
    case hash
    /// By the storage location of the rows (`ctid`).
    case place
    /// The whole table as one chunk (`none`, a name that would read as a missing value in Swift).
    case single
}
