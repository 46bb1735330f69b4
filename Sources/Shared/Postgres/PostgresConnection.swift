import CLibPQ
package import Model
import PinnedThread
import Synchronization

/// A connection to PostgreSQL with its own thread, on which its calls block.
///
/// This is the only target that uses libpq: it makes connections, statements, COPY and errors safe to use.
///
/// Each statement has a deadline, after which it is cancelled and throws an error of kind `.deadline`. After an error,
/// `isBroken` tells whether the connection can still be used.
package actor PostgresConnection: Closable {
    /// The server process at connection time; behind a pooler, the next transaction may run in another one.
    package nonisolated let backendPID: Int32
    /// Whether a pooler answers for the server; the process that it names isn't the one that runs statements.
    package nonisolated let isPooled: Bool
    /// In libpq's format: 150018 is 15.18.
    package nonisolated let serverVersion: Int
    /// `host:port/database as user`, for messages.
    package nonisolated let displayName: String

    /// The default search path of statements; the options can override it.
    package static let ownSearchPath = TransactionSetup.safePath

    private nonisolated let thread: PinnedThread
    private nonisolated let canceller: Canceller
    private nonisolated let broken = Atomic<Bool>(false)
    private let deadline: Duration
    let session: Session
    let setup: TransactionSetup

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens a connection and verifies its settings.
    package static func connect(_ options: PostgresOptions) async throws(PostgresError) -> PostgresConnection {
        let thread = try thread()
        let opened = try await Connector(thread: thread).open(options)
        return PostgresConnection(opened, thread: thread, deadline: options.deadline)
    }

    private static func thread() throws(PostgresError) -> PinnedThread {
        do {
            return try PinnedThread(name: "postgres")
        } catch {
            throw PostgresError(
                .noThread, message: "\(error)", hint: ThreadShortage.advice, statement: "connect",
                operation: ThreadShortage.operation)
        }
    }

    private init(_ opened: sending OpenedSession, thread: PinnedThread, deadline: Duration) {
        self.thread = thread
        self.deadline = deadline
        backendPID = opened.backendPID
        isPooled = opened.isPooled
        serverVersion = opened.serverVersion
        displayName = opened.displayName
        canceller = opened.session.canceller
        session = opened.session
        setup = opened.setup
    }

    /// The rows returned by a statement.
    package func query(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> [PostgresRow] {
        Self.rows(of: try run(statement, parameters, deadline: deadline))
    }

    /// The rows returned by each of several statements, sent in one round trip: in the open transaction, or in one of
    /// their own, which commits with the last of them.
    ///
    /// - Parameters:
    /// - settings: server settings for a transaction of their own.
    /// - deadline: for all of them together.
    package func query(
        _ calls: [StatementCall], settings: [String: String] = [:], deadline: Duration? = nil
    ) throws(PostgresError) -> [[PostgresRow]] {
        guard let last = calls.last else { return [] }
        defer { noteState() }
        guard isIdle else {
            return try session.run(calls, main: last.statement, until: end(deadline)).map(Self.rows)
        }
        let all = setup.alone(calls, settings: settings)
        let results = try runTogether(all, main: last.statement, deadline: deadline)
        return setup.results(results, own: !settings.isEmpty).map(Self.rows)
    }

    /// Runs any number of statements in the open transaction, some hundred in a round trip.
    package func executeAll(_ calls: [StatementCall]) throws(PostgresError) {
        var rest = calls[...]
        while !rest.isEmpty {
            _ = try query(Array(rest.prefix(Self.mostTogether)))
            rest = rest.dropFirst(Self.mostTogether)
        }
    }

    /// A round trip for more would gain nothing, and hold all their texts.
    private static let mostTogether = 200

    static func rows(of result: QueryResult) -> [PostgresRow] {
        (0..<result.rows).map { PostgresRow(result: result, row: $0) }
    }

    /// Runs a statement; returns the number of affected rows.
    @discardableResult
    package func execute(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        try run(statement, parameters, deadline: deadline).affectedRows
    }

    /// Runs several statements at once in the open transaction.
    ///
    /// Without an open transaction they run under the session's settings, as one transaction unless they contain
    /// transaction commands.
    package func executeScript(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        _ = try session.runScript(statement, until: end(deadline))
    }

    /// Cancels the running statement, if any; may be called from any thread, and doesn't wait.
    package nonisolated func cancel() {
        guard !isBroken else { return }
        canceller.request()
    }

    /// Closes the connection; also happens when it is no longer referenced.
    ///
    /// Later calls fail.
    package func close() {
        session.close()
        noteState()
    }

    /// Whether the connection was lost or closed, as of the last call on it.
    package nonisolated var isBroken: Bool { broken.load(ordering: .acquiring) }

    /// Whether the connection is alive, with no transaction or COPY open.
    package func isUsable() -> Bool { isIdle }

    func run(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> QueryResult {
        defer { noteState() }
        guard isIdle else { return try session.run(statement, parameters, until: end(deadline)) }
        let calls = setup.alone([StatementCall(statement, parameters)])
        return setup.results(try runTogether(calls, main: statement, deadline: deadline))[0]
    }

    /// Runs statements in one round trip.
    ///
    /// An error rolls back the transaction that they began; a broken connection is closed.
    func runTogether(
        _ calls: [StatementCall], main: Statement, deadline: Duration?
    ) throws(PostgresError) -> [QueryResult] {
        do throws(PostgresError) {
            return try session.run(calls, main: main, until: end(deadline))
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    /// Whether the connection is alive with no transaction open.
    var isIdle: Bool { session.isAlive && session.transactionStatus == PQTRANS_IDLE }

    /// The time by which a call that starts now must end.
    func end(_ deadline: Duration?) -> ContinuousClock.Instant {
        .now + (deadline ?? self.deadline)
    }

    /// Publishes the connection's state to other threads.
    func noteState() {
        broken.store(!session.isAlive, ordering: .releasing)
    }
}
