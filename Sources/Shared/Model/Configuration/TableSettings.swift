/// The resolved settings of one table: flags, environment, the table's own, `defaults` and built-in values, merged.
package struct TableSettings: Hashable, Sendable {
    package var mode: LoadMode = .replace
    /// Column names in key order; `nil` for the key that the source declares, empty for no key.
    package var primaryKey: [String]?
    /// Whether the plan looks for keys that are NULL or not unique at the source.
    package var keyCheck = KeyCheckMode.counts
    /// A condition in the source's SQL.
    package var filter: String?
    /// Column rules by column name.
    package var columns: [String: ColumnRule] = [:]
    package var chunking = ChunkOptions()
    package var batch = BatchLimits()
    package var work = WorkOptions()
    /// Maximum attempts per chunk before it is marked as failed.
    package var maxAttempts = 5
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
    /// What happens to the run if this table can't be planned.
    package var onError = TableErrorRule.fail

    package init() {}
}
