import CLibPQ
package import Model
import PinnedThread
import Synchronization

/// A connection to PostgreSQL on a thread of its own, where its calls block.
///
/// Each statement has a deadline; past it, the statement is cancelled and the error's kind is `.deadline`. After an
/// error, `isBroken` says whether the connection still stands.
package actor PostgresConnection {
    /// The server process that the connection began with; behind a pooler the next transaction may have another one.
    package nonisolated let backendPID: Int32
    /// Whether a pooler answers in the server's place: the process that it names isn't the one that runs statements.
    package nonisolated let isPooled: Bool
    /// As libpq counts: 150018 is 15.18.
    package nonisolated let serverVersion: Int
    /// `host:port/database as user`, for people.
    package nonisolated let displayName: String

    /// The search path of statements unless the options have another.
    package static let ownSearchPath = TransactionSetup.safePath

    private nonisolated let thread: PinnedThread
    private nonisolated let canceller: Canceller
    private nonisolated let broken = Atomic<Bool>(false)
    private let deadline: Duration
    let session: Session
    let setup: TransactionSetup

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens a connection, and tries its settings.
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

    /// The rows that a statement returns.
    package func query(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> [PostgresRow] {
        let result = try run(statement, parameters, deadline: deadline)
        return (0..<result.rows).map { PostgresRow(result: result, row: $0) }
    }

    /// Runs a statement; the number of rows that it touched.
    @discardableResult
    package func execute(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        try run(statement, parameters, deadline: deadline).affectedRows
    }

    /// Runs several statements at once in the open transaction.
    ///
    /// Without one they run as the session finds them: under its settings, as one transaction unless they say
    /// otherwise.
    package func executeScript(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        _ = try session.runScript(statement, until: end(deadline))
    }

    /// Cancels what runs on the connection, if anything; from any thread, and without waiting.
    package nonisolated func cancel() {
        guard !isBroken else { return }
        canceller.request()
    }

    /// Closes the connection; also done when nobody holds it any more.
    ///
    /// What comes after fails.
    package func close() {
        session.close()
        noteState()
    }

    /// Whether the connection is lost or closed, as the last call on it saw it.
    package nonisolated var isBroken: Bool { broken.load(ordering: .acquiring) }

    /// Whether the connection stands and no transaction or COPY is left over on it.
    package func isUsable() -> Bool { isIdle }

    func run(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) throws(PostgresError) -> QueryResult {
        defer { noteState() }
        guard isIdle else { return try session.run(statement, parameters, until: end(deadline)) }
        let steps = setup.alone(Session.Step(statement, parameters))
        return setup.result(try runSteps(steps, main: statement, deadline: deadline))
    }

    /// Runs statements in one round trip.
    ///
    /// An error rolls back the transaction that they have begun; a broken connection is closed.
    func runSteps(
        _ steps: [Session.Step], main: Statement, deadline: Duration?
    ) throws(PostgresError) -> [QueryResult] {
        do throws(PostgresError) {
            return try session.run(steps, main: main, until: end(deadline))
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    /// Whether the connection stands and no transaction is open.
    var isIdle: Bool { session.isAlive && session.transactionStatus == PQTRANS_IDLE }

    /// The instant at which a call that starts now has to end.
    func end(_ deadline: Duration?) -> ContinuousClock.Instant {
        .now + (deadline ?? self.deadline)
    }

    /// Lets other threads see whether the connection stands.
    func noteState() {
        broken.store(!session.isAlive, ordering: .releasing)
    }
}
