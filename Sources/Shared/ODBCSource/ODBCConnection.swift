import Model
import PinnedThread
package import RowSource
import Synchronization

/// One ODBC connection on a thread of its own.
package actor ODBCConnection: DriverConnection {
    private struct Identity: Sendable {
        var dialect: any SQLDialect = ANSIDialect(name: "")
        var description = ""
    }

    /// The statement that a cursor reads.
    private struct Reading {
        var statement: ODBCStatement
        var reader: any RowReader
        var key: String
        var inPieces: Bool
    }

    private let thread: PinnedThread
    private let source: ODBCSource
    private nonisolated let identity = Mutex(Identity())
    private nonisolated let cancelSwitch = CancelSwitch()

    private(set) var session: ODBCSession?
    /// In what the driver differs from others.
    private(set) var traits = ODBCTraits.standard
    /// An idle statement through which the running one is interrupted, with drivers that take it so.
    private var cancelStatement: ODBCStatement?
    private var reading: Reading?
    private var isInTransaction = false
    /// The reader whose rows were all read last.
    private weak var ended: (any RowReader)?
    private var widths = WidthMemory()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    package nonisolated var dialect: any SQLDialect { identity.withLock { $0.dialect } }
    package nonisolated var serverDescription: String { identity.withLock { $0.description } }

    init(_ source: ODBCSource) throws(SourceError) {
        do {
            thread = try PinnedThread(name: "odbc")
        } catch {
            throw SourceError(
                .other, operation: ThreadShortage.operation, message: "\(error)", advice: ThreadShortage.advice)
        }
        self.source = source
    }

    func connect() throws(SourceError) {
        let text = source.connectionString.revealed
        let parsed = ConnectionString(text)
        let redactor = Redactor(secrets: [text] + parsed.secretValues)
        if parsed.driverFamily == .sqlite { _ = SQLiteLibrary.isUnguarded }
        let session = try ODBCSession(environment: ODBCEnvironment(), redactor: redactor)
        // SQLite's driver wants file names in UTF-8, and gets them so from the narrow function alone.
        try session.connect(
            parsed.adding(parsed.drivenDefaults), text: parsed.driverFamily == .sqlite ? .narrow : .wide,
            loginTimeout: source.loginTimeout)
        let system = session.systemName
        let dialect: any SQLDialect =
            switch source.dialect {
            case .auto: Dialects.dialect(forSystem: system, quote: session.identifierQuote)
            case .ansi: Dialects.standard(forSystem: system, quote: session.identifierQuote)
            }
        try session.probeText(source.valueTexts, mustSpeakUnicode: dialect is any CatalogueDialect)
        if let setup = (dialect as? any CatalogueDialect)?.sessionSetup {
            for sql in setup {
                try ODBCStatement(session).execute(sql)
            }
        }
        traits = Dialects.odbcTraits(forSystem: system)
        if traits.cancelsConnection { cancelStatement = try ODBCStatement(session) }
        self.session = session
        let description = session.serverDescription
        identity.withLock { $0 = Identity(dialect: dialect, description: description) }
    }

    package nonisolated func cancel() {
        cancelSwitch.cancel()
    }

    package func close() {
        endReading()
        cancelStatement = nil
        session?.disconnect()
        session = nil
    }

    package func rows(_ sql: String) throws(SourceError) -> [[String?]] {
        try run { (statement) throws(SourceError) in
            try statement.execute(sql)
            return try statement.texts()
        }
    }

    package func execute(_ sql: String) throws(SourceError) {
        _ = try rows(sql)
    }

    package func open(_ sql: String, options: CursorOptions) throws(SourceError) -> any BatchCursor {
        endReading()
        let statement = try armedStatement()
        do throws(SourceError) {
            try statement.execute(sql)
            let key = WidthMemory.key(sql)
            let plan = try plan(statement, options, key)
            let reader: any RowReader =
                plan.inPieces
                ? try PieceReader(plan, statement, maxValueBytes: options.maxValueBytes)
                : try BlockReader(plan, statement)
            reading = Reading(statement: statement, reader: reader, key: key, inPieces: plan.inPieces)
            return ODBCCursor(connection: self, reader: reader)
        } catch {
            endReading()
            throw cancelled(error)
        }
    }

    func nextBatch(of reader: any RowReader) throws(SourceError) -> ColumnBatch? {
        guard let reading, reading.reader === reader else {
            // Asked again after the end. Anything else must not look like an end.
            if let ended, ended === reader { return nil }
            throw SourceError(
                .statement, operation: "SQLFetch", message: "the cursor was ended before all its rows were read")
        }
        do throws(SourceError) {
            if cancelSwitch.isRequested { throw Self.interrupted }
            if let batch = try reader.next(reading.statement) { return batch }
        } catch {
            if error.kind == .outgrown { widths.outgrown(reading.key, by: reader.longest) }
            endReading()
            throw cancelled(error)
        }
        // An interrupted statement may look like one that came to its end.
        let wasInterrupted = cancelSwitch.isRequested
        endReading()
        if wasInterrupted { throw Self.interrupted }
        if reading.inPieces { widths.finished(reading.key, longest: reader.longest) }
        ended = reader
        return nil
    }

    func end(_ reader: any RowReader) {
        guard let reading, reading.reader === reader else { return }
        endReading()
    }

    /// Runs one statement to its end, interruptible.
    func run<Answer>(
        _ body: (ODBCStatement) throws(SourceError) -> Answer
    ) throws(SourceError) -> Answer {
        endReading()
        let statement = try armedStatement()
        // Disarmed first: the handle is freed after that.
        defer { endReading() }
        do throws(SourceError) {
            return try body(statement)
        } catch {
            throw cancelled(error)
        }
    }

    func connected() throws(SourceError) -> ODBCSession {
        guard let session else {
            throw SourceError(
                .connection, operation: "connect", message: "the connection to \(source.displayName) is closed")
        }
        return session
    }

    private func endReading() {
        cancelSwitch.disarm()
        reading = nil
        endTransaction()
    }

    /// A statement that may be interrupted, in a transaction of its own where the dialect wants one.
    private func armedStatement() throws(SourceError) -> ODBCStatement {
        let session = try connected()
        do throws(SourceError) {
            if let transaction {
                isInTransaction = true
                for sql in transaction.beginning { try ODBCStatement(session).execute(sql) }
            }
            let statement = try ODBCStatement(session)
            cancelSwitch.arm(cancelStatement?.handle ?? statement.handle)
            return statement
        } catch {
            endTransaction()
            throw error
        }
    }

    private var transaction: ReadTransaction? { (dialect as? any CatalogueDialect)?.readTransaction }

    /// Without an error: a connection whose transaction can't be ended is closed, which the next statement says.
    private func endTransaction() {
        guard isInTransaction, let session, let transaction else { return }
        isInTransaction = false
        do throws(SourceError) {
            try ODBCStatement(session).execute(transaction.end)
        } catch {
            // Disconnected once its last statement is freed; the driver manager ends the process otherwise.
            self.session = nil
        }
    }

    private func plan(
        _ statement: ODBCStatement, _ options: CursorOptions, _ key: String
    ) throws(SourceError) -> ReadPlan {
        let session = statement.session
        let count = try statement.columnCount()
        guard count > 0 else {
            throw SourceError(.statement, operation: "SQLNumResultCols", message: "the statement returns no rows")
        }
        let columns: [(name: String, type: SourceType, form: ValueForm?)]
        if options.columns.isEmpty {
            columns = try statement.describeColumns().map {
                ($0.name, ODBCTypeMapping.type(of: $0, in: dialect, traits), nil)
            }
        } else {
            guard count == options.columns.count else {
                throw SourceError(
                    .statement, operation: "SQLNumResultCols",
                    message: "the statement returns \(count) columns where \(options.columns.count) are planned")
            }
            columns = options.columns.map { ($0.source, $0.sourceType, $0.form) }
        }
        return ReadPlan(
            columns: columns.map { name, type, form in
                (name, type, ColumnReading(type, form, traits, valueText: session.valueText))
            },
            grown: widths.grown(key), inPieces: widths.inPieces(key), batchRows: options.batchRows,
            batchBytes: options.batchBytes)
    }

    private func cancelled(_ error: SourceError) -> SourceError {
        guard cancelSwitch.isRequested else { return error }
        var error = error
        error.kind = .cancelled
        return error
    }

    private static let interrupted = SourceError(
        .cancelled, operation: "SQLCancel", message: "the statement was interrupted")
}
