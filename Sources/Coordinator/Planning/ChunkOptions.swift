package import Model

/// Options for cutting a table into chunks.
package struct ChunkOptions: Hashable, Sendable {
    package var strategy: ChunkStrategy
    /// Approximate rows per chunk: at most twice as many, except for a single key value that can't be split.
    package var chunkRows: Int
    /// Approximate bytes per chunk, from the table's mean row size; `nil` for no limit.
    ///
    /// Measuring the mean reads every long column once, if the dialect can measure; otherwise only rows count.
    package var chunkBytes: Int?
    /// Whether every chunk reads the same point in time.
    package var isPinned: Bool
    /// Maximum number of hash chunks, because each of them reads all the rows that they share.
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
