/// The target's permanent record of a chunk.
package enum ChunkReceipt: Hashable, Sendable {
    /// Its rows are in the target.
    case copied(CopiedChunk)
    /// The chunk was split and will never be copied; its two halves replace it.
    case void(halves: [ChunkHalf])
}
