/// The resolved settings of one table: flags, environment, the table's own, `defaults` and built-in values, merged.
package struct TableSettings: Hashable, Sendable {
    package var mode: LoadMode = .replace
    package var chunking: ChunkStrategy = .auto
    /// Column names in key order; `nil` for the key that the source declares, empty for no key.
    package var primaryKey: [String]?
    /// A condition in the source's SQL.
    package var filter: String?
    /// Column rules by column name.
    package var columns: [String: ColumnRule] = [:]
    /// Slots per worker.
    package var threads = 8
    /// Rows fetched at once.
    package var batchRows = 25_000
    /// Approximate rows per chunk.
    package var chunkRows = 500_000
    /// Approximate bytes per chunk; `nil` for no limit on bytes.
    package var chunkBytes: Int?
    /// Maximum attempts per chunk before it is marked as failed.
    package var maxRetryAttempts = 5
    /// The time that a worker keeps in reserve before its deadline.
    package var timeoutBuffer: Duration = .seconds(60)
    /// How long a chunk may move no row before it is cancelled and retried.
    package var stallTimeout: Duration = .seconds(600)
    /// Maximum size of a value in bytes; longer values are refused, because a slot holds several copies of each value.
    package var maxValueBytes = 256 << 20
    /// Whether `truncate` mode may empty a table that holds rows.
    package var allowTruncate = false
    /// `off` reads the table's current rows, although the run has a snapshot.
    package var snapshot = SnapshotMode.auto
    /// Whether `replace` mode loads the table without a write-ahead log, and makes it logged at publish.
    package var isUnlogged = false
    /// The origin of the table's definition when `replace` replaces an existing table.
    package var definition = DefinitionSource.target
    /// How `replace` treats objects that depend on the target.
    package var dependents = DependentsRule.carry

    package init() {}
}
