/// What a worker needs to copy a chunk of a table: everything but connections.
///
/// Stored with the run as JSON: a new member is optional, and says what `nil` means in a plan of before.
package struct TableSpec: Hashable, Sendable, Codable {
    /// The source table or `query`, for messages.
    package var source: QualifiedName
    /// The table that readers see.
    package var target: QualifiedName
    /// The table that chunks are copied into: the staging table in `replace` mode, else the target.
    package var loadTable: QualifiedName
    package var mode: LoadMode
    /// The SELECT list in the source's SQL.
    package var select: String
    /// The SELECT list around it, where values are read from what `select` computes; nil: `select` reads them.
    package var reading: String?
    /// What ends the statement inside `reading`, so that it is run by itself; nil: nothing.
    package var fence: String?
    /// What stands behind FROM, in the source's SQL.
    package var from: String
    /// The user's `where`, in the source's SQL.
    package var filter: String?
    /// In the order of the SELECT list.
    package var columns: [ColumnSpec]
    /// Target column names of the key that publish creates; empty without one.
    package var primaryKey: [String]
    package var batchRows: Int
    /// What its chunks are cut by; nil: they can't be cut further.
    package var cut: ChunkCut?
    /// Whether its statements read what they find, though the run has a snapshot; nil: they don't.
    package var readsPresent: Bool?
    /// Whether the user wrote a part of its statements; nil: a version that didn't say planned it.
    package var holdsUserSQL: Bool?
    /// What `replace` makes of the table that is there; nil: planned by a version that made it anew.
    package var shape: TargetShape?
    /// What tells its source from others; nil: the source can't be told, or a version that didn't ask planned it.
    package var fingerprint: SourceFingerprint?

    package init(
        source: QualifiedName, target: QualifiedName, loadTable: QualifiedName, mode: LoadMode, select: String,
        from: String, filter: String?, columns: [ColumnSpec], primaryKey: [String], batchRows: Int
    ) {
        self.source = source
        self.target = target
        self.loadTable = loadTable
        self.mode = mode
        self.select = select
        self.from = from
        self.filter = filter
        self.columns = columns
        self.primaryKey = primaryKey
        self.batchRows = batchRows
    }

    /// The statement that reads one chunk.
    ///
    /// `predicate` is the chunk's, nil for the whole table.
    package func chunkQuery(predicate: String?) -> String {
        let statement = "SELECT \(select) FROM \(from)\(condition([filter, predicate]))"
        guard let reading else { return statement }
        return "SELECT \(reading) FROM (\(statement)\(fence ?? "")) q"
    }

    /// What its statements read in a run with this snapshot.
    package func snapshot(ofRun snapshot: Snapshot) -> Snapshot {
        readsPresent == true ? .unpinned : snapshot
    }

    /// The statement that counts the table's rows.
    package var countQuery: String {
        "SELECT COUNT(*) FROM \(from)\(condition([filter]))"
    }

    private func condition(_ conditions: [String?]) -> String {
        let conditions = conditions.compactMap { $0.map { "(\($0))" } }
        return conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
    }
}
