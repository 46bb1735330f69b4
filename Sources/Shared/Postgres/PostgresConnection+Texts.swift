package import Model

extension PostgresConnection {
    /// The rows returned by a statement, each value as the server prints it, `nil` for NULL.
    package func texts(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) -> [[String?]] {
        try run(statement, deadline: deadline).texts
    }

    /// The columns returned by a statement; runs the statement to find out.
    package func columns(of statement: Statement, deadline: Duration? = nil) throws(PostgresError) -> [ResultColumn] {
        try run(statement, deadline: deadline).resultColumns
    }

    /// Whether a transaction is open, failed or not.
    package var isInTransaction: Bool { session.isInTransaction }
}
