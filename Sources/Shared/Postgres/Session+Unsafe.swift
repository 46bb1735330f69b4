import CLibPQ
import Glibc
import Model

/// Owns one libpq connection.
///
/// Waits on its socket with deadlines, and reads the server's pending messages before it reports the connection as
/// lost.
final class Session {
    typealias Deadline = ContinuousClock.Instant

    /// The result of waiting on the socket.
    enum Readiness {
        case readable, writable, expired
    }

    /// How long a cancelled statement may take to end before the connection is closed.
    static let drainTime: Duration = .seconds(5)

    private(set) var handle: OpaquePointer?
    /// Created for this connection; may be used from any thread.
    let canceller: Canceller
    /// Number of notices received.
    ///
    /// The notices are discarded; COPY needs to know only that one arrived.
    let notices: UnsafeMutablePointer<Int>
    /// Set from the start of a COPY … FROM STDIN until its end or abortion.
    var copying: Statement?
    /// Set from the start of a COPY … TO STDOUT until its end.
    var copyingOut: Statement?
    /// Rows that the server counted in the last completed COPY … TO STDOUT.
    var rowsCopiedOut = 0

    /// Takes ownership of an open connection; `notices` is the counter of its notice receiver.
    init(taking handle: OpaquePointer, notices: UnsafeMutablePointer<Int>) {
        self.handle = handle
        self.notices = notices
        canceller = Canceller(of: handle)
        PQsetnonblocking(handle, 1)
    }

    deinit {
        close()
        notices.deallocate()
    }

    func close() {
        PQfinish(handle)
        handle = nil
        copying = nil
        copyingOut = nil
    }

    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }

    // MARK: Statements

    /// Runs one statement with parameters.
    func run(_ statement: Statement, _ parameters: [PostgresValue], until deadline: Deadline)
        throws(PostgresError) -> QueryResult
    {
        try send(statement, parameters, on: try ready(for: statement))
        return try collect(statement, until: deadline)
    }

    func send(_ statement: Statement, _ parameters: [PostgresValue], on handle: OpaquePointer)
        throws(PostgresError)
    {
        let texts = parameters.map { $0.wireText(encoding: string(PQparameterStatus(handle, "server_encoding"))) }
        if let index = texts.firstIndex(where: { $0?.utf8.contains(0) ?? false }) {
            throw PostgresError(
                .value, message: "parameter $\(index + 1) contains a zero byte, which PostgreSQL can't store in a text",
                statement: statement.name, operation: "PQsendQueryParams")
        }
        let copies = texts.map { text in text.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) }
        guard PQsendQueryParams(handle, statement.text, Int32(pointers.count), nil, pointers, nil, nil, 0) == 1 else {
            throw lost(statement, operation: "PQsendQueryParams")
        }
    }

    /// Runs several statements at once, or a COPY.
    func runScript(_ statement: Statement, until deadline: Deadline) throws(PostgresError) -> QueryResult {
        guard PQsendQuery(try ready(for: statement), statement.text) == 1 else {
            throw lost(statement, operation: "PQsendQuery")
        }
        return try collect(statement, until: deadline)
    }

    func ready(for statement: Statement) throws(PostgresError) -> OpaquePointer {
        guard let handle else {
            throw PostgresError(
                .connectionLost, message: "the connection is closed", statement: statement.name, operation: "PQstatus")
        }
        guard copying == nil, copyingOut == nil else {
            throw PostgresError(
                .misuse, message: "a COPY is in progress", statement: statement.name, operation: "PQsendQueryParams")
        }
        // A cancel request in flight would hit this statement instead of the one that it was meant for.
        canceller.beginStatement()
        return handle
    }

    /// Reads until the server has finished the statement.
    ///
    /// After the deadline the statement is cancelled; if the server completed it anyway, it counts as done.
    func collect(_ statement: Statement, until deadline: Deadline) throws(PostgresError) -> QueryResult {
        var progress = Progress()
        try end(statement, until: deadline, error: { progress.error }) { deadline in
            read(&progress, of: statement, until: deadline)
        }
        if let error = progress.error { throw error }
        guard let result = progress.last else { throw lost(statement, operation: "PQgetResult") }
        return result
    }

    /// Calls `read`, which returns `false` if the deadline passes; then cancels, and reads on for a few seconds.
    func end(
        _ statement: Statement, until deadline: Deadline, error: () -> PostgresError?, _ read: (Deadline) -> Bool
    ) throws(PostgresError) {
        if read(deadline) { return }
        canceller.request()
        guard read(.now + Self.drainTime) else {
            close()
            throw expired(statement, ending: "didn't respond to its cancellation; the connection was closed")
        }
        guard let error = error() else { return }
        let isOurs = error.kind == .cancelled || error.sqlState == nil
        throw isOurs ? expired(statement, ending: "was cancelled") : error
    }

    private func expired(_ statement: Statement, ending: String) -> PostgresError {
        PostgresError(
            .deadline, message: "the statement took longer than its deadline and \(ending)",
            statement: statement.name, operation: "poll")
    }

    /// The results so far: the last one, and the first error.
    private struct Progress {
        var last: QueryResult?
        var error: PostgresError?
    }

    /// Reads results until there are no more, or a COPY begins; `false` if the deadline passes first.
    private func read(_ progress: inout Progress, of statement: Statement, until deadline: Deadline) -> Bool {
        while true {
            guard awaitResult(until: deadline) else { return false }
            guard let next = PQgetResult(handle) else { return true }
            let result = QueryResult(taking: next, statement: statement.name)
            progress.last = result
            progress.error = progress.error ?? result.error
            if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(result.status) { return true }
        }
    }

    /// Sends buffered data and reads until a complete result is available or the connection is lost.
    ///
    /// PQgetResult then reports a lost connection, after any message that the server sent before.
    /// Returns `false` after the deadline.
    func awaitResult(until deadline: Deadline) -> Bool {
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0, PQisBusy(handle) == 1 else { return true }
            switch wait(forWriting: unsent == 1, until: deadline) {
            case .expired: return false
            case .writable: continue
            case .readable: if PQconsumeInput(handle) == 0 { return true }
            }
        }
    }

    // MARK: The socket

    /// Waits until the server has sent data or can accept more.
    ///
    /// After a cancel request from any thread, it waits only a few seconds more: a dead connection receives neither the
    /// request nor anything else, and would otherwise be waited for until the deadline.
    func wait(forWriting: Bool, until deadline: Deadline) -> Readiness {
        while true {
            let end = min(deadline, canceller.requestedAt.map { $0 + Self.drainTime } ?? deadline)
            let pause = min(end, .now + .seconds(1))
            let readiness = waitForSocket(PQsocket(handle), reading: true, writing: forWriting, until: pause)
            if readiness != .expired || pause == end { return readiness }
        }
    }

    /// The error for a broken connection, with libpq's message.
    func lost(_ statement: Statement, operation: String) -> PostgresError {
        let message = trimmed(string(PQerrorMessage(handle)) ?? "")
        return PostgresError(
            .connectionLost, message: "the connection broke: \(message)", statement: statement.name,
            operation: operation)
    }
}

/// Waits on a socket.
///
/// A closed socket counts as readable; reading then reports the error.
func waitForSocket(_ socket: Int32, reading: Bool, writing: Bool, until deadline: ContinuousClock.Instant)
    -> Session.Readiness
{
    while true {
        var interest = pollfd(fd: socket, events: 0, revents: 0)
        if reading { interest.events |= Int16(POLLIN) }
        if writing { interest.events |= Int16(POLLOUT) }
        let left = ContinuousClock.now.duration(to: deadline)
        let milliseconds = max(0, (left / .milliseconds(1)).rounded(.up))
        let ready = poll(&interest, 1, Int32(min(milliseconds, 1_000_000)))
        if ready > 0 { return Int32(interest.revents) == POLLOUT ? .writable : .readable }
        if ready == 0, ContinuousClock.now >= deadline { return .expired }
    }
}
