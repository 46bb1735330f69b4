import Model
import PinnedThread
package import RowSource
import Synchronization

/// One ADBC connection on its own thread.
package actor ADBCConnection: DriverConnection {
    /// The statement that a cursor is reading.
    private struct Reading {
        var reader: ArrowReader
        var sql: String
    }

    private let thread: PinnedThread
    private let source: ADBCSource
    private nonisolated let identity = Mutex(DriverIdentity())
    private nonisolated let cancelSwitch = CancelSwitch(operation: "StatementCancel")

    private(set) var session: ADBCSession?
    private var family = DriverFamily.other
    private var inference = InferenceMemory()
    private var cycle = CursorCycle<Reading>(fetching: "get_next")
    /// Additional options for every later statement.
    private var extraOptions: [String: String] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    package nonisolated var dialect: any SQLDialect { identity.withLock { $0.dialect } }
    package nonisolated var serverDescription: String { identity.withLock { $0.description } }
    package nonisolated var place: String? { identity.withLock { $0.place } }

    init(_ source: ADBCSource) throws(SourceError) {
        do {
            thread = try PinnedThread(name: "adbc")
        } catch {
            throw SourceError(
                .noThread, operation: ThreadShortage.operation, message: "\(error)", advice: ThreadShortage.advice)
        }
        self.source = source
    }

    func connect() throws(SourceError) {
        var session = try ADBCSession(source)
        if let plain = try PlainNames.options(session, source.options) {
            var source = source
            source.options = plain
            session = try ADBCSession(source)
        }
        family = session.family
        let info = try DriverInfo(session)
        let dialect: any SQLDialect =
            switch source.dialect {
            case .auto: Dialects.dialect(forADBC: info.vendorName)
            case .ansi: ANSIDialect(name: info.vendorName, usesEscapes: false)
            }
        if let setup = (dialect as? any CatalogueDialect)?.sessionSetup {
            for sql in setup {
                try session.run(sql)
            }
        }
        self.session = session
        let place = SourcePlace.text(source.options.place)
        identity.withLock { $0 = DriverIdentity(dialect: dialect, description: info.description, place: place) }
    }

    /// Sets an option on every later statement.
    package func set(statementOption name: String, to value: String) {
        extraOptions[name] = value
    }

    package nonisolated func cancel() {
        cancelSwitch.cancel()
    }

    package func close() {
        endReading()
        session = nil
    }

    package func rows(_ sql: String) throws(SourceError) -> [[String?]] {
        while true {
            do throws(SourceError) {
                return try texts(sql)
            } catch {
                guard family.isMisjudgedColumn(error) else { throw error }
                inference.misjudged(sql)
            }
        }
    }

    package func execute(_ sql: String) throws(SourceError) {
        try run { (statement) throws(SourceError) in try statement.run(sql) }
    }

    private func texts(_ sql: String) throws(SourceError) -> [[String?]] {
        let options = statementOptions(CursorOptions(), sql)
        return try run(options) { (statement) throws(SourceError) in
            let result = try statement.execute(sql)
            var rows: [[String?]] = []
            while let batch = try result.stream.next() {
                let columns = try batch.columns(result.stream.fields)
                for row in 0..<batch.rowCount {
                    var texts: [String?] = []
                    for column in columns {
                        var printer = ValuePrinter()
                        try printer.print(column, batch.offset + row)
                        let isNull = try column.isNothing(at: batch.offset + row)
                        texts.append(isNull ? nil : String(decoding: printer.text, as: UTF8.self))
                    }
                    rows.append(texts)
                }
            }
            try result.check(received: rows.count)
            return rows
        }
    }

    package func open(_ sql: String, options: CursorOptions) throws(SourceError) -> any BatchCursor {
        endReading()
        let statement = try armedStatement(statementOptions(options, sql))
        do throws(SourceError) {
            let result = try statement.execute(sql)
            try ResultCheck(family: family, columns: options.columns).check(result.stream.fields)
            let reader = ArrowReader(result, options)
            cycle.opened(reader, Reading(reader: reader, sql: sql))
            return ADBCCursor(connection: self, reader: reader)
        } catch {
            endReading()
            throw described(error, sql)
        }
    }

    func nextBatch(of reader: ArrowReader) throws(SourceError) -> ColumnBatch? {
        guard let reading = try cycle.reading(of: reader) else { return nil }
        do throws(SourceError) {
            try cancelSwitch.check()
            if let batch = try reader.next() { return batch }
        } catch {
            endReading()
            throw described(error, reading.sql)
        }
        endReading()
        try cancelSwitch.check()
        cycle.finished(reader)
        return nil
    }

    func end(_ reader: ArrowReader) {
        if cycle.isReading(reader) { endReading() }
    }

    /// Runs one statement to its end; can be interrupted.
    func run<Answer>(
        _ options: [(name: String, value: String)]? = nil, _ body: (ADBCStatement) throws(SourceError) -> Answer
    ) throws(SourceError) -> Answer {
        endReading()
        let statement = try armedStatement(options ?? extraOptions.map { (name: $0.key, value: $0.value) })
        // Disarm first: the statement is released after that.
        defer { endReading() }
        do throws(SourceError) {
            return try body(statement)
        } catch {
            throw cancelSwitch.judged(error)
        }
    }

    func connected() throws(SourceError) -> ADBCSession {
        guard let session else { throw .closed(source.displayName) }
        return session
    }

    /// The user's own options override Snowmelt's.
    private func statementOptions(_ options: CursorOptions, _ sql: String) -> [(name: String, value: String)] {
        family.statementDefaults(options, inferredRows: inference.rows(sql)) + ownOptions
    }

    private var ownOptions: [(name: String, value: String)] {
        source.options.statement.mapValues(\.revealed).merging(extraOptions) { own, _ in own }
            .map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    private func endReading() {
        cancelSwitch.disarm()
        let isCut = cycle.reading.map { !$0.reader.isAtEnd } == true && !cancelSwitch.isRequested
        // Ends the reader, so that a cursor that is still referenced doesn't keep the connection open.
        cycle.reading?.reader.end()
        cycle.end(on: &session, isCut: isCut)
    }

    /// Creates a statement that can be interrupted, in its own transaction if the dialect wants one.
    private func armedStatement(_ options: [(name: String, value: String)]) throws(SourceError) -> ADBCStatement {
        try cycle.begin(
            on: &session, of: source.displayName, in: (dialect as? any CatalogueDialect)?.readTransaction,
            interruptedBy: cancelSwitch
        ) { (session) throws(SourceError) in
            let statement = try ADBCStatement(session, options: options)
            return (statement, statement.interruption)
        }
    }

    private func described(_ error: SourceError, _ sql: String) -> SourceError {
        var error = cancelSwitch.judged(error)
        if family.isMisjudgedColumn(error) {
            inference.misjudged(sql)
            error.kind = .outgrown
        } else if family == .sqlite, let refused = SQLiteDialect.refusedValue(in: error.message) {
            return SourceError(.value, operation: error.operation, message: refused)
        }
        return error
    }
}
