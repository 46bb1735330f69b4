import CLibPQ
import Model

extension PostgresConnection {
    /// How a transaction is isolated from others.
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
    }

    /// Runs `body` in a transaction: commits when it returns; rolls back and rethrows when it throws.
    ///
    /// - Parameters:
    /// - commitDeadline: for a transaction whose COMMIT must flush large files.
    /// - settings: server settings for this transaction only.
    @discardableResult
    package func transaction<Answer: Sendable>(
        commitDeadline: Duration? = nil, settings: [String: String] = [:],
        _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) throws -> Answer {
        try begin(settings: settings)
        do {
            let answer = try body(self)
            try commit(deadline: commitDeadline)
            return answer
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    /// Runs `body` in a transaction after `locks`, which begin it in one round trip, and after `permit`, which may query
    /// another server and gets their rows, hasn't thrown.
    ///
    /// Nobody else may use the connection in the meantime.
    ///
    /// - Parameter lockDeadline: for `locks`.
    @discardableResult
    package func transaction<Held: Sendable, Answer: Sendable>(
        lockDeadline: Duration? = nil, commitDeadline: Duration? = nil, settings: [String: String] = [:],
        holding locks: [StatementCall],
        permit: @Sendable ([[PostgresRow]]) async throws -> Held,
        _ body: @Sendable (isolated PostgresConnection, Held) throws -> Answer
    ) async throws -> Answer {
        let rows = try begin(settings: settings, then: locks, deadline: lockDeadline)
        do {
            let held = try await permit(rows)
            let answer = try body(self, held)
            try commit(deadline: commitDeadline)
            return answer
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    /// Begins a transaction with the settings of all transactions.
    ///
    /// - Parameters:
    /// - settings: server settings for this transaction only.
    /// - snapshot: the snapshot to read; only hexadecimal digits and dashes.
    /// - lock: text whose hash is an advisory lock that the transaction takes first, and keeps to its end.
    package func begin(
        _ isolation: Isolation = .readCommitted, settings: [String: String] = [:], snapshot: String? = nil,
        lock: String? = nil
    ) throws(PostgresError) {
        _ = try begin(isolation, settings: settings, snapshot: snapshot, lock: lock, then: [])
    }

    /// The same with the transaction's first statements, in one round trip; their rows.
    ///
    /// - Parameter deadline: for all of that.
    package func begin(
        _ isolation: Isolation = .readCommitted, settings: [String: String] = [:], snapshot: String? = nil,
        lock: String? = nil, then calls: [StatementCall], deadline: Duration? = nil
    ) throws(PostgresError) -> [[PostgresRow]] {
        guard !session.isAlive || session.transactionStatus == PQTRANS_IDLE else {
            throw PostgresError(
                .misuse, message: "a transaction is open already", statement: "begin",
                operation: "PQtransactionStatus")
        }
        defer { noteState() }
        var all = setup.beginning(isolation, settings: settings, snapshot: snapshot)
        if let lock { all.append(StatementCall(Self.takeLock, [.text(lock)])) }
        all += calls
        do throws(PostgresError) {
            let main = calls.last?.statement ?? all[0].statement
            return try runTogether(all, main: main, deadline: deadline).suffix(calls.count).map(Self.rows)
        } catch {
            guard error.statement == "begin", error.sqlState == "0A000" else { throw error }
            var readOnly = error
            readOnly.sqlState = "25006"  // what every other statement says of a standby
            throw readOnly
        }
    }

    private static let takeLock = Statement(
        name: "transaction lock", text: "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1, 0))")

    /// Commits.
    ///
    /// The server silently turns the commit of a failed transaction into a rollback; here that is an error.
    package func commit(deadline: Duration? = nil) throws(PostgresError) {
        let tag = try run(Statement(name: "commit", text: "COMMIT"), deadline: deadline).commandTag
        guard tag == "COMMIT" else {
            throw PostgresError(
                .server, sqlState: "25P02", message: "the transaction was rolled back: one of its statements failed",
                statement: "commit", operation: "PQcmdStatus")
        }
    }

    package func rollback() throws(PostgresError) {
        try execute(Statement(name: "rollback", text: "ROLLBACK"))
    }

    /// Ends a transaction after an error, without replacing that error.
    ///
    /// If the rollback fails too, the connection is closed, and the server rolls back by itself.
    func rollBackOrClose() {
        guard session.isAlive, session.transactionStatus != PQTRANS_IDLE else { return }
        session.abortCopy(reason: "the transaction is rolled back")
        do {
            try rollback()
        } catch {
            close()
        }
    }
}
