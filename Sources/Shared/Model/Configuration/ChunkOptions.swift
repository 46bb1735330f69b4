/// How a table is cut into chunks, as configured.
package struct ChunkOptions: Hashable, Sendable {
    package var strategy = ChunkStrategy.auto
    /// Approximate rows per chunk: at most twice as many, except for a single key value that can't be split.
    package var rows = 500_000
    /// Approximate bytes per chunk, from the table's mean row size; `nil` for no limit.
    ///
    /// Measuring the mean reads every long column once, if the dialect can measure; otherwise only rows count.
    package var bytes: Int?

    package init(strategy: ChunkStrategy = .auto, rows: Int = 500_000, bytes: Int? = nil) {
        self.strategy = strategy
        self.rows = rows
        self.bytes = bytes
    }
}
