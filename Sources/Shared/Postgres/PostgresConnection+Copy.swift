package import Model

// Rows in by COPY … FROM STDIN: start, send, send, …, finish or abort.
extension PostgresConnection {
    package func startCopy(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.startCopy(statement, until: end(deadline))
    }

    /// Sends all the bytes; they needn't end at a row boundary.
    ///
    /// Throws if the server has reported an error; the COPY is then over.
    package func sendCopy(_ bytes: UnsafeRawBufferPointer, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.sendCopy(bytes, until: end(deadline))
    }

    /// Ends the COPY; returns the number of rows accepted by the server.
    package func finishCopy(deadline: Duration? = nil) throws(PostgresError) -> Int {
        defer { noteState() }
        return try session.finishCopy(until: end(deadline))
    }

    /// Ends the COPY as failed, so that none of its rows are kept.
    ///
    /// Does nothing if no COPY is in progress.
    package func abortCopy(_ reason: String) {
        session.abortCopy(reason: reason)
        noteState()
    }
}
