/// What a worker needs to copy a chunk of a table: everything but connections. Stored with the run as JSON.
package struct TableSpec: Hashable, Sendable, Codable {
    /// The source table or `query`, for messages.
    package var source: QualifiedName
    /// The table that readers see.
    package var target: QualifiedName
    /// The table that chunks are copied into: the staging table in `replace` mode, else the target.
    package var loadTable: QualifiedName
    package var mode: LoadMode
    /// `SELECT … FROM …` in the source's SQL, without WHERE.
    package var select: String
    /// The user's `where`, in the source's SQL.
    package var filter: String?
    /// In the order of the SELECT list.
    package var columns: [ColumnSpec]
    /// Target column names of the key that publish creates; empty without one.
    package var primaryKey: [String]
    package var batchRows: Int
    package var maxAttempts: Int

    package init(
        source: QualifiedName, target: QualifiedName, loadTable: QualifiedName, mode: LoadMode, select: String,
        filter: String?, columns: [ColumnSpec], primaryKey: [String], batchRows: Int, maxAttempts: Int
    ) {
        self.source = source
        self.target = target
        self.loadTable = loadTable
        self.mode = mode
        self.select = select
        self.filter = filter
        self.columns = columns
        self.primaryKey = primaryKey
        self.batchRows = batchRows
        self.maxAttempts = maxAttempts
    }

    /// The statement that reads one chunk. `predicate` is the chunk's, nil for the whole table.
    package func chunkQuery(predicate: String?) -> String {
        let conditions = [filter, predicate].compactMap(\.self)
        guard !conditions.isEmpty else { return select }
        return "\(select) WHERE \(conditions.map { "(\($0))" }.joined(separator: " AND "))"
    }
}

/// One column on its way from source to target.
package struct ColumnSpec: Hashable, Sendable, Codable {
    /// The source column's name, or the alias of its expression; for messages.
    package var source: String
    package var sourceType: SourceType
    package var target: String
    package var targetType: TargetType

    package init(source: String, sourceType: SourceType, target: String, targetType: TargetType) {
        self.source = source
        self.sourceType = sourceType
        self.target = target
        self.targetType = targetType
    }
}
