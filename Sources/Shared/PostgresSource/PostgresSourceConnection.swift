package import Model
import Postgres
package import RowSource

/// One connection to a PostgreSQL source, used on the thread on which its calls block.
///
/// Rows are read in a transaction: the run's snapshot transaction, which stays open, or one per statement. So nobody
/// can alter a table between the description of its columns and the reading of its rows.
package actor PostgresSourceConnection: SourceConnection {
    private nonisolated let connection: PostgresConnection
    nonisolated let native: NativeDialect
    private var snapshot = Snapshot.unpinned
    /// The reader of the COPY in progress.
    private weak var reader: (any CopyReader)?
    /// The options of `reader`.
    private var options = CursorOptions()
    /// The statement that `openCopy` declined, with the plan for decoding its rows.
    private var turnedDown: (sql: String, plan: CopyPlan)?
    /// Whether the user wrote part of the following statements.
    private var holdsUserSQL = false
    var names = SourceNames()
    /// Whether the snapshot's transaction has the savepoint of `save()`.
    private var isSaved = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }
    package nonisolated var dialect: any SQLDialect { native }

    package nonisolated var serverDescription: String {
        let version = connection.serverVersion
        return "PostgreSQL \(version / 10_000).\(version % 10_000), \(connection.displayName)"
    }

    /// `nil`, because the server can be asked for its identity.
    package nonisolated var place: String? { nil }

    init(_ connection: PostgresConnection) {
        self.connection = connection
        native = NativeDialect(serverVersion: connection.serverVersion)
    }

    package nonisolated func cancel() {
        connection.cancel()
    }

    package func close() {
        reader = nil
        connection.assumeIsolated { $0.close() }
    }

    package func lapse(of table: QualifiedName, at snapshot: Snapshot) -> String? { nil }

    package func label(_ label: StatementLabel) {
        holdsUserSQL = label.holdsUserSQL
    }

    package func rows(_ sql: String) throws(SourceError) -> [[String?]] {
        try endReading()
        guard holdsUserSQL else { return try texts("source query", sql) }
        return try inTransaction { () throws(SourceError) in
            try findingNames { () throws(SourceError) in try answer("source query", sql) }
        }
    }

    /// Runs one of Snowmelt's own queries with a small result.
    func texts(_ name: String, _ sql: String) throws(SourceError) -> [[String?]] {
        try useNames(.ours)
        return try answer(name, sql)
    }

    private func answer(_ name: String, _ sql: String) throws(SourceError) -> [[String?]] {
        try onServer { try $0.texts(Statement(name: name, text: sql), deadline: PostgresSource.longDeadline) }
    }

    // MARK: Snapshots

    package func read(at snapshot: Snapshot) throws(SourceError) {
        let isOpen = try onServer { $0.isInTransaction }
        guard snapshot != self.snapshot || (snapshot != .unpinned && !isOpen) else { return }
        try endReading()
        try endTransaction()
        self.snapshot = .unpinned
        guard case .pinned(let point) = snapshot else { return }
        guard let exported = ExportedSnapshot(text: point) else {
            throw SourceError(
                .statement, operation: "snapshot", message: "this run's snapshot isn't a PostgreSQL snapshot")
        }
        do {
            try onServer { try $0.begin(.repeatableRead, snapshot: exported.id) }
        } catch  where ["22023", "42704", "55000"].contains(error.sqlState) {
            throw Self.gone(error)
        }
        guard try transactions() == exported.transactions else { throw Self.gone(nil) }
        self.snapshot = snapshot
    }

    private static func gone(_ error: SourceError?) -> SourceError {
        SourceError(
            .statement, operation: error?.operation ?? "snapshot", sqlState: error?.sqlState,
            message: "the snapshot that this run reads is gone, because the coordinator that held it ended or lost its "
                + "connection: start `snowmelt run` again, which says what to do, or set source.snapshot: off")
    }

    /// Begins a transaction that stays open, and exports its snapshot.
    func exportSnapshot() throws(SourceError) -> Snapshot {
        try onServer { try $0.begin(.repeatableRead) }
        guard let id = try texts("snapshot", "SELECT pg_catalog.pg_export_snapshot()").first?.first ?? nil else {
            throw SourceError(.other, operation: "snapshot", message: "the server exported no snapshot")
        }
        snapshot = .pinned(ExportedSnapshot(id: id, transactions: try transactions()).text)
        return snapshot
    }

    /// The range of transactions that the open transaction's snapshot distinguishes.
    private func transactions() throws(SourceError) -> String {
        // The text is `xmin:xmax:` followed by the open transactions in between, which may be many.
        let text = try texts("snapshot", "SELECT pg_catalog.txid_current_snapshot()").first?.first ?? nil
        return (text ?? "").split(separator: ":").prefix(2).joined(separator: ":")
    }

    // MARK: Reading rows

    package func open(_ sql: String, options: CursorOptions) throws(SourceError) -> any BatchCursor {
        let plan: CopyPlan
        if let turnedDown, turnedDown.sql == sql {
            plan = turnedDown.plan
        } else {
            try endReading()
            plan = try self.plan(sql, options)
        }
        turnedDown = nil
        guard let layouts = plan.layouts else {
            throw SourceError(.statement, operation: "copy", message: "these rows need no decoding")
        }
        let reader = CopyRowReader(
            layouts: layouts, batch: options.batch, maxValueBytes: options.maxValueBytes)
        try start(plan, sql, reader, options)
        return PostgresBatchCursor(connection: self, reader: reader)
    }

    package func openCopy(_ sql: String, options: CursorOptions) throws(SourceError) -> (any CopyCursor)? {
        try endReading()
        let plan = try plan(sql, options)
        guard plan.layouts == nil else {
            turnedDown = (sql, plan)
            return nil
        }
        let reader = CopyPieceReader(columns: options.columns.count, maxValueBytes: options.maxValueBytes)
        try start(plan, sql, reader, options)
        return PostgresCopyCursor(connection: self, reader: reader)
    }

    /// The next piece from `reader`; `nil` at the end.
    func piece(of reader: CopyPieceReader) throws(SourceError) -> CopyPiece? {
        try receive(reader) ? reader.piece : nil
    }

    /// The next batch from `reader`; `nil` at the end.
    func batch(of reader: CopyRowReader) throws(SourceError) -> ColumnBatch? {
        while reader.rowsWaiting == 0 {
            guard try receive(reader) else { return nil }
        }
        return reader.take()
    }

    /// Stops reading `reader`'s rows.
    func end(_ reader: any CopyReader) {
        guard self.reader === reader else { return }
        self.reader = nil
        connection.assumeIsolated { $0.abandonCopyOut() }
    }

    /// Runs in the transaction in which the rows will be read, so that the rows have the types found here.
    private func plan(_ sql: String, _ options: CursorOptions) throws(SourceError) -> CopyPlan {
        if snapshot == .unpinned { try onServer { try $0.begin() } }
        let columns = try columns(of: sql)
        guard columns.count == options.columns.count else {
            throw SourceError(
                .statement, operation: "describe",
                message: "the statement returns \(columns.count) columns, but \(options.columns.count) were planned")
        }
        return CopyPlan(columns, to: options.columns)
    }

    /// The columns of a statement; reads no rows.
    func columns(of sql: String) throws(SourceError) -> [ResultColumn] {
        let describe = Statement(name: "describe", text: "SELECT * FROM (\(sql)\n) q LIMIT 0")
        return try findingNames { () throws(SourceError) in
            try onServer { try $0.columns(of: describe, deadline: PostgresSource.longDeadline) }
        }
    }

    private func start(
        _ plan: CopyPlan, _ sql: String, _ reader: any CopyReader, _ options: CursorOptions
    ) throws(SourceError) {
        let copy = Statement(name: "copy_out", text: plan.copyStatement(sql))
        try onServer { try $0.startCopyOut(copy, deadline: PostgresSource.longDeadline) }
        self.reader = reader
        self.options = options
    }

    /// Passes the next bytes to the reader; `false` at the end, when all rows have arrived.
    private func receive(_ reader: any CopyReader) throws(SourceError) -> Bool {
        if reader.isEnded { return false }
        guard self.reader === reader else {
            throw SourceError(
                .statement, operation: "copy", message: "the cursor was ended before all its rows were read")
        }
        // SAFETY: the memory belongs to the reader, which outlives this call; the connection runs on this thread.
        nonisolated(unsafe) let room = reader.room()
        let count = try onServer {
            try $0.receiveCopy(into: room, patience: .seconds(1), deadline: PostgresSource.longDeadline)
        }
        do throws(CopyFraming.Problem) {
            try reader.received(count)
        } catch {
            throw refusal(error)
        }
        guard count == 0 else { return true }
        let sent = try onServer { $0.rowsCopiedOut }
        guard reader.framing.isComplete, reader.framing.rows == sent else {
            throw SourceError(
                .other, operation: "copy",
                message: "\(reader.framing.rows) rows arrived, but the server reports that it sent \(sent)")
        }
        self.reader = nil
        if snapshot == .unpinned {
            names.path = .ours
            try run("commit", "COMMIT")
        }
        return false
    }

    private func refusal(_ problem: CopyFraming.Problem) -> SourceError {
        switch problem {
        case .malformed(let message): SourceError(.other, operation: "copy", message: message)
        case .tooLong(let column, let row, let bytes):
            MaximumLength.refusal(
                of: bytes, maximum: options.maxValueBytes, column: options.columns[column].source, row: row,
                operation: "copy")
        }
    }

    // MARK: Transactions

    /// Sets a savepoint in the snapshot's transaction, which an error would otherwise end.
    package func save() throws(SourceError) {
        try endReading()
        guard snapshot != .unpinned else { return }
        if isSaved { try run("savepoint", "RELEASE SAVEPOINT snowmelt_table") }
        try useNames(.ours)
        try run("savepoint", "SAVEPOINT snowmelt_table")
        isSaved = true
    }

    package func restore() throws(SourceError) {
        try endReading()
        guard snapshot != .unpinned, isSaved else { return }
        try run("savepoint", "ROLLBACK TO SAVEPOINT snowmelt_table")
        names.path = .ours
    }

    /// Cleans up after the previous statement; the snapshot's transaction stays open.
    func endReading() throws(SourceError) {
        turnedDown = nil
        reader = nil
        try onServer { $0.abandonCopyOut() }
        if snapshot == .unpinned { try endTransaction() }
    }

    private func endTransaction() throws(SourceError) {
        names.path = .ours
        guard try onServer({ $0.isInTransaction }) else { return }
        try run("rollback", "ROLLBACK")
    }

    /// Runs `body` in the open transaction, or in a new one.
    func inTransaction<Answer>(_ body: () throws(SourceError) -> Answer) throws(SourceError) -> Answer {
        if try onServer({ $0.isInTransaction }) { return try body() }
        try onServer { try $0.begin() }
        let answer = try body()
        try endTransaction()
        return answer
    }

    /// Runs a statement in a transaction, resolving the user's names as described in `SourceNames`.
    private func findingNames<Answer>(_ body: () throws(SourceError) -> Answer) throws(SourceError) -> Answer {
        guard holdsUserSQL, try onServer({ $0.isInTransaction }) else {
            try useNames(.ours)
            return try body()
        }
        if try roleNames().isChosen {
            try useNames(.role)
            return try body()
        }
        try useNames(.ours)
        try run("savepoint", "SAVEPOINT snowmelt_names")
        do {
            let answer = try body()
            try run("savepoint", "RELEASE SAVEPOINT snowmelt_names")
            return answer
        } catch  where SourceNames.unknown.contains(error.sqlState ?? "") {
            try run("savepoint", "ROLLBACK TO SAVEPOINT snowmelt_names")
            try useNames(.role)
            return try body()
        }
    }

    func run(_ name: String, _ sql: String) throws(SourceError) {
        try onServer { _ = try $0.execute(Statement(name: name, text: sql)) }
    }

    func onServer<Answer: Sendable>(
        _ body: (isolated PostgresConnection) throws -> Answer
    ) throws(SourceError) -> Answer {
        do {
            return try connection.assumeIsolated(body)
        } catch let error as PostgresError {
            throw SourceError(error)
        } catch {
            throw SourceError(.other, operation: "copy", message: "\(error)")
        }
    }
}
