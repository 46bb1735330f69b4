/// The settings of one table, resolved: flags, environment, the table's own, `defaults` and built-in values merged.
package struct TableSettings: Hashable, Sendable {
    package var mode: LoadMode = .replace
    package var chunking: ChunkStrategy = .auto
    /// Column names in key order; nil: the key that the source declares; empty: none.
    package var primaryKey: [String]?
    /// A condition in the source's SQL.
    package var filter: String?
    /// By column name.
    package var columns: [String: ColumnRule] = [:]
    /// Slots a worker.
    package var threads = 8
    /// Rows fetched at once.
    package var batchRows = 25_000
    /// Rows a chunk, about.
    package var chunkRows = 500_000
    /// Bytes a chunk, about; nil: rows alone decide.
    package var chunkBytes: Int?
    /// Attempts at a chunk before it counts as failed.
    package var maxRetryAttempts = 5
    /// Time that a worker with a deadline keeps free at its end.
    package var timeoutBuffer: Duration = .seconds(60)
    /// A chunk that moves no row for this long is cancelled and tried again.
    package var stallTimeout: Duration = .seconds(600)
    /// A longer value is refused, in bytes: a slot holds a few copies of a value while it is on its way.
    package var maxValueBytes = 256 << 20
    /// Whether `truncate` mode may empty a table that holds rows.
    package var allowTruncate = false
    /// `off` reads the table as it is, though the run has a snapshot.
    package var snapshot = SnapshotMode.auto
    /// Whether `replace` mode loads a table without a write-ahead log, which is made logged when it is published.
    package var isUnlogged = false
    /// Where a table that `replace` makes has its definition from, if the target is there.
    package var definition = DefinitionSource.target
    /// What `replace` does with what refers to the target.
    package var dependents = DependentsRule.carry

    package init() {}
}
