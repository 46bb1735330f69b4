import Model
import PinnedThread
package import RowSource
import Synchronization
import Text

/// One ODBC connection on its own thread.
package actor ODBCConnection: DriverConnection {
    /// The statement that a cursor is reading.
    private struct Reading {
        var statement: ODBCStatement
        var sql: String
        var inPieces: Bool
    }

    private let thread: PinnedThread
    private let source: ODBCSource
    private nonisolated let identity = Mutex(DriverIdentity())
    private nonisolated let cancelSwitch = CancelSwitch(operation: "SQLCancel")

    private(set) var session: ODBCSession?
    /// How the driver differs from others.
    private(set) var traits = ODBCTraits.standard
    /// An idle statement used to interrupt the running one, for drivers that work this way.
    private var cancelStatement: ODBCStatement?
    private var cycle = CursorCycle<Reading>(fetching: "SQLFetch")
    private var widths = WidthMemory()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    package nonisolated var dialect: any SQLDialect { identity.withLock { $0.dialect } }
    package nonisolated var serverDescription: String { identity.withLock { $0.description } }
    package nonisolated var place: String? { identity.withLock { $0.place } }

    init(_ source: ODBCSource) throws(SourceError) {
        do {
            thread = try PinnedThread(name: "odbc")
        } catch {
            throw SourceError(
                .noThread, operation: ThreadShortage.operation, message: "\(error)", advice: ThreadShortage.advice)
        }
        self.source = source
    }

    func connect() throws(SourceError) {
        let text = source.connectionString.revealed
        let parsed = ConnectionString(text)
        let redactor = Redactor(secrets: [text] + parsed.secretValues)
        if parsed.driverFamily == .sqlite { _ = SQLiteLibrary.isUnguarded }
        let session = try ODBCSession(environment: ODBCEnvironment(), redactor: redactor)
        // SQLite's driver needs file names in UTF-8, which only the narrow function passes on unchanged.
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
                try session.run(sql)
            }
        }
        traits = Dialects.odbcTraits(forSystem: system)
        if traits.cancelsConnection { cancelStatement = try ODBCStatement(session) }
        self.session = session
        let description = session.serverDescription
        let place = SourcePlace.text(parsed.pairs.map { ($0.key, $0.value) } + session.place)
        identity.withLock { $0 = DriverIdentity(dialect: dialect, description: description, place: place) }
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
        let statement = try armedStatement(in: readTransaction ?? traits.serverCursor?.transaction)
        do throws(SourceError) {
            let plan: ReadPlan
            if let cursor = traits.serverCursor {
                try statement.execute(cursor.declaration(of: sql))
                if options.columns.isEmpty { try statement.turn(to: cursor.page(rows: 0)) }
                plan = try self.plan(statement, options, sql)
                let page = cursor.page(rows: plan.rows)
                try statement.turn(to: page)
                statement.nextPage = page
            } else {
                try statement.execute(sql)
                plan = try self.plan(statement, options, sql)
            }
            try statement.expectColumns(plan.columns.count)
            if !traits.keepsTextsAlone { try statement.expectTypes(plan) }
            let reader: any RowReader =
                plan.inPieces
                ? try PieceReader(plan, statement, maxValueBytes: options.maxValueBytes)
                : try BlockReader(plan, statement)
            cycle.opened(reader, Reading(statement: statement, sql: sql, inPieces: plan.inPieces))
            return ODBCCursor(connection: self, reader: reader)
        } catch {
            endReading()
            throw cancelSwitch.judged(error)
        }
    }

    func nextBatch(of reader: any RowReader) throws(SourceError) -> ColumnBatch? {
        guard let reading = try cycle.reading(of: reader) else { return nil }
        do throws(SourceError) {
            try cancelSwitch.check()
            if let batch = try reader.next(reading.statement) { return batch }
        } catch {
            if error.kind == .outgrown { widths.outgrown(reading.sql, by: reader.longest) }
            endReading()
            throw cancelSwitch.judged(error)
        }
        endReading()
        try cancelSwitch.check()
        if reading.inPieces { widths.finished(reading.sql, longest: reader.longest) }
        cycle.finished(reader)
        return nil
    }

    func end(_ reader: any RowReader) {
        if cycle.isReading(reader) { endReading() }
    }

    /// Runs one statement to its end; can be interrupted.
    func run<Answer>(
        _ body: (ODBCStatement) throws(SourceError) -> Answer
    ) throws(SourceError) -> Answer {
        endReading()
        let statement = try armedStatement(in: readTransaction)
        // Disarm first: the handle is freed after that.
        defer { endReading() }
        do throws(SourceError) {
            return try body(statement)
        } catch {
            throw cancelSwitch.judged(error)
        }
    }

    func connected() throws(SourceError) -> ODBCSession {
        guard let session else { throw .closed(source.displayName) }
        return session
    }

    private func endReading() {
        cancelSwitch.disarm()
        cycle.end(on: &session)
    }

    private var readTransaction: ReadTransaction? { (dialect as? any CatalogueDialect)?.readTransaction }

    /// Creates a statement that can be interrupted.
    private func armedStatement(in transaction: ReadTransaction?) throws(SourceError) -> ODBCStatement {
        try cycle.begin(
            on: &session, of: source.displayName, in: transaction, interruptedBy: cancelSwitch
        ) { (session) throws(SourceError) in
            let statement = try ODBCStatement(session)
            return (statement, (cancelStatement ?? statement).interruption)
        }
    }

    private func plan(
        _ statement: ODBCStatement, _ options: CursorOptions, _ sql: String
    ) throws(SourceError) -> ReadPlan {
        let session = statement.session
        let columns: [(name: String, type: SourceType, form: ValueForm?)]
        if options.columns.isEmpty {
            columns = try statement.describeColumns().map {
                ($0.name, ODBCTypeMapping.type(of: $0, in: dialect, traits), nil)
            }
        } else {
            columns = options.columns.map { ($0.source, $0.sourceType, $0.form) }
        }
        return ReadPlan(
            columns: columns.map { name, type, form in
                (name, type, ColumnReading(type, form, traits, valueText: session.valueText))
            },
            grown: widths.grown(sql), inPieces: widths.inPieces(sql), batch: options.batch)
    }
}
