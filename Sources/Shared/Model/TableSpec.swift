/// Everything that a worker needs to copy a chunk of a table, except connections.
///
/// Like this one, all types of Model are plain values: names, types, chunks, states with their stored form, settings.
///
/// It is stored as JSON with the run. Therefore a new member must be optional, and its comment says what `nil` means in
/// a plan of an earlier version.
package struct TableSpec: Hashable, Sendable, Codable {
    /// The source table or `query`, for messages.
    package var source: QualifiedName
    /// The table that readers see.
    package var target: QualifiedName
    /// The table into which chunks are copied: the staging table in `replace` mode, otherwise the target.
    package var loadTable: QualifiedName
    package var mode: LoadMode
    /// The SELECT list in the source's SQL.
    package var select: String
    /// The outer SELECT list, if values are derived from the results of `select`; `nil` if there is none.
    package var reading: String?
    /// The end of the inner statement, which makes the source execute it separately; `nil` if there is none.
    package var fence: String?
    /// The text after FROM, in the source's SQL.
    package var from: String
    /// The user's `where`, in the source's SQL.
    package var filter: String?
    /// The columns in the order of the SELECT list.
    package var columns: [ColumnSpec]
    /// The target columns of the key that publish creates; empty if it creates none.
    package var primaryKey: [String]
    package var batch: BatchLimits
    /// How its chunks were cut; `nil` if they can't be split.
    package var cut: ChunkCut?
    /// Whether its statements read the current rows although the run has a snapshot; `nil` means no.
    package var readsPresent: Bool?
    /// Whether the user wrote a part of its statements; `nil` if the plan comes from a version that didn't store it.
    package var holdsUserSQL: Bool?
    /// How `replace` defines the new table; `nil` if the plan comes from a version that always created it from the
    /// source.
    package var shape: TargetShape?
    /// What identifies its source; `nil` if nothing does, or the plan comes from a version that didn't store it.
    package var fingerprint: SourceFingerprint?

    /// The columns that the user's expressions compute; `nil` if the plan comes from a version that didn't store it.
    package var computedColumns: [String]?

    private enum CodingKeys: String, CodingKey {
        case source, target, loadTable, mode, select, reading, fence, from, filter, columns, primaryKey
        case batch = "batchRows"
        case cut, readsPresent, holdsUserSQL, shape, fingerprint, computedColumns
    }

    package init(
        source: QualifiedName, target: QualifiedName, loadTable: QualifiedName, mode: LoadMode, select: String,
        from: String, filter: String?, columns: [ColumnSpec], primaryKey: [String],
        batch: BatchLimits
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
        self.batch = batch
    }

    /// The statement that reads one chunk.
    ///
    /// - Parameter predicate: the chunk's condition; `nil` for the whole table.
    package func chunkQuery(predicate: String?) -> String {
        let statement = "SELECT \(select) FROM \(from)\(condition([filter, predicate]))"
        guard let reading else { return statement }
        return "SELECT \(reading) FROM (\(statement)\(fence ?? "")) q"
    }

    /// The user's query, if it reads one.
    package var query: String? {
        let end = "\n) q"
        guard source.schema == nil, from.hasPrefix("("), from.hasSuffix(end) else { return nil }
        return String(from.dropFirst().dropLast(end.count))
    }

    /// The statement that reads its chunks, without any rows: it shows whether the source accepts it.
    package var emptyQuery: String { chunkQuery(predicate: "1 = 0") }

    /// The snapshot that its statements read in a run with this snapshot.
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
