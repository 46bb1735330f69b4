package import Model

// Rows in by COPY … FROM STDIN: start, send, send, …, finish or abort.
extension PostgresConnection {
    package func startCopy(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.startCopy(statement, until: end(deadline))
    }

    /// Sends all the bytes; they need not end at a row.
    ///
    /// Throws when the server reports an error meanwhile, and the COPY is over then.
    package func sendCopy(_ bytes: UnsafeRawBufferPointer, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.sendCopy(bytes, until: end(deadline))
    }

    /// Ends the COPY; the number of rows that the server took.
    package func finishCopy(deadline: Duration? = nil) throws(PostgresError) -> Int {
        defer { noteState() }
        return try session.finishCopy(until: end(deadline))
    }

    /// Ends the COPY as failed: none of its rows stay.
    ///
    /// Does nothing when no COPY is going on.
    package func abortCopy(_ reason: String) {
        session.abortCopy(reason: reason)
        noteState()
    }
}
