/// What the target knows of a chunk for good.
package enum ChunkReceipt: Hashable, Sendable {
    /// Its rows are there.
    case copied(CopiedChunk)
    /// It was split and will never be copied; `halves` are those that replace it, as JSON.
    case void(halves: String)
}
