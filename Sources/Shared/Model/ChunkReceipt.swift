/// What the target knows of a chunk for good.
package enum ChunkReceipt: Hashable, Sendable {
    /// Its rows are there.
    case copied(CopiedChunk)
    /// It was split and will never be copied; its two halves replace it.
    case void(halves: [ChunkHalf])
}
