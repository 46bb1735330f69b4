import CLibPQ
import Model

extension PostgresConnection {
    /// What a transaction sees of others.
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws, with its error passed on.
    ///
    /// - Parameters:
    ///   - commitDeadline: for a transaction whose COMMIT has files of any size to flush.
    ///   - settings: of the server, for this transaction alone.
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

    /// Runs `body` in a transaction, once `hold` has taken its locks and `permit`, which may ask another server, hasn't
    /// thrown.
    ///
    /// For a connection that nobody else uses meanwhile.
    @discardableResult
    package func transaction<Held: Sendable, Answer: Sendable>(
        commitDeadline: Duration? = nil, settings: [String: String] = [:],
        holding hold: @Sendable (isolated PostgresConnection) throws -> Held,
        permit: @Sendable () async throws -> Void,
        _ body: @Sendable (isolated PostgresConnection, Held) throws -> Answer
    ) async throws -> Answer {
        try begin(settings: settings)
        do {
            let held = try hold(self)
            try await permit()
            let answer = try body(self, held)
            try commit(deadline: commitDeadline)
            return answer
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    /// Begins a transaction, with the settings of all transactions.
    ///
    /// - Parameters:
    ///   - settings: of the server, for this transaction alone.
    ///   - snapshot: has to be read by it; hexadecimal digits and dashes alone.
    ///   - lock: an advisory lock that it takes before all else, from the hash of this text, and keeps to its end.
    package func begin(
        _ isolation: Isolation = .readCommitted, settings: [String: String] = [:], snapshot: String? = nil,
        lock: String? = nil
    ) throws(PostgresError) {
        guard !session.isAlive || session.transactionStatus == PQTRANS_IDLE else {
            throw PostgresError(
                .misuse, message: "a transaction is open already", statement: "begin",
                operation: "PQtransactionStatus")
        }
        defer { noteState() }
        var steps = setup.beginning(isolation, settings: settings, snapshot: snapshot)
        if let lock { steps.append(Session.Step(Self.takeLock, [.text(lock)])) }
        do throws(PostgresError) {
            _ = try runSteps(steps, main: steps[0].statement, deadline: nil)
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
    /// The server turns the commit of a failed transaction into a rollback without an error; here it is one.
    package func commit(deadline: Duration? = nil) throws(PostgresError) {
        let tag = try run(Statement(name: "commit", text: "COMMIT"), deadline: deadline).commandTag
        guard tag == "COMMIT" else {
            throw PostgresError(
                .server, sqlState: "25P02", message: "a statement of the transaction had failed: rolled back",
                statement: "commit", operation: "PQcmdStatus")
        }
    }

    package func rollback() throws(PostgresError) {
        try execute(Statement(name: "rollback", text: "ROLLBACK"))
    }

    /// Ends a transaction after an error, which stays the one to report.
    ///
    /// If that fails too the connection is closed, and the server rolls back by itself.
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
