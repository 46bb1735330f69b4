package import Model

/// The table settings that one place gives: a table's entry, `defaults`, the environment, flags.
///
/// nil: not given there.
package struct TableSettingsLayer: Hashable, Sendable {
    package var mode: LoadMode?
    package var chunking: ChunkStrategy?
    package var primaryKey: [String]?
    package var filter: String?
    package var columns: [String: ColumnRule] = [:]
    package var threads: Int?
    package var batchRows: Int?
    package var chunkRows: Int?
    package var chunkBytes: Int?
    package var maxRetryAttempts: Int?
    package var timeoutBuffer: Duration?
    package var stallTimeout: Duration?
    package var maxValueBytes: Int?
    package var allowTruncate: Bool?
    package var snapshot: SnapshotMode?
    package var isUnlogged: Bool?
    package var definition: DefinitionSource?
    package var dependents: DependentsRule?

    package init() {}

    /// These settings laid over lower ones.
    ///
    /// Column rules are merged column by column.
    package func applied(to lower: TableSettings) -> TableSettings {
        var result = lower
        result.mode = mode ?? lower.mode
        result.chunking = chunking ?? lower.chunking
        result.primaryKey = primaryKey ?? lower.primaryKey
        result.filter = filter ?? lower.filter
        result.columns = lower.columns.merging(columns) { _, own in own }
        result.threads = threads ?? lower.threads
        result.batchRows = batchRows ?? lower.batchRows
        result.chunkRows = chunkRows ?? lower.chunkRows
        result.chunkBytes = chunkBytes ?? lower.chunkBytes
        result.maxRetryAttempts = maxRetryAttempts ?? lower.maxRetryAttempts
        result.timeoutBuffer = timeoutBuffer ?? lower.timeoutBuffer
        result.stallTimeout = stallTimeout ?? lower.stallTimeout
        result.maxValueBytes = maxValueBytes ?? lower.maxValueBytes
        result.allowTruncate = allowTruncate ?? lower.allowTruncate
        result.snapshot = snapshot ?? lower.snapshot
        result.isUnlogged = isUnlogged ?? lower.isUnlogged
        result.definition = definition ?? lower.definition
        result.dependents = dependents ?? lower.dependents
        return result
    }
}
