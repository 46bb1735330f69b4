package import Model

/// How a table is to be cut into chunks.
package struct ChunkOptions: Hashable, Sendable {
    package var strategy: ChunkStrategy
    /// Rows a chunk, about: at most twice as many, but for a single key value that can't be split.
    package var chunkRows: Int
    /// Bytes a chunk, about, by the table's mean row; nil: no bound.
    ///
    /// Measuring the mean reads every long column once, where the dialect can measure at all; else rows alone decide.
    package var chunkBytes: Int?
    /// Whether every chunk reads the same point in time.
    package var isPinned: Bool
    /// Hash chunks at most, because each of them reads everything that they share.
    package var maximumHashChunks: Int

    package init(
        strategy: ChunkStrategy = .auto, chunkRows: Int, chunkBytes: Int? = nil, isPinned: Bool,
        maximumHashChunks: Int = 64
    ) {
        self.strategy = strategy
        self.chunkRows = max(1, chunkRows)
        self.chunkBytes = chunkBytes
        self.isPinned = isPinned
        self.maximumHashChunks = max(1, maximumHashChunks)
    }
}
