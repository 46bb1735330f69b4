import CLibPQ
import Model

extension PostgresConnection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws, with its error passed on.
    ///
    /// `commitDeadline` is for a transaction whose COMMIT has files of any size to flush.
    @discardableResult
    package func transaction<Answer: Sendable>(
        commitDeadline: Duration? = nil, _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) throws -> Answer {
        try begin()
        do {
            let answer = try body(self)
            try commit(deadline: commitDeadline)
            return answer
        } catch {
            rollBackOrClose()
            throw error
        }
    }

    package func begin() throws(PostgresError) {
        guard !session.isAlive || session.transactionStatus == PQTRANS_IDLE else {
            throw PostgresError(
                .misuse, message: "a transaction is open already", statement: "begin",
                operation: "PQtransactionStatus")
        }
        try execute(Statement(name: "begin", text: "BEGIN"))
    }

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
    private func rollBackOrClose() {
        guard session.isAlive, session.transactionStatus != PQTRANS_IDLE else { return }
        session.abortCopy(reason: "the transaction is rolled back")
        do {
            try rollback()
        } catch {
            close()
        }
    }
}
