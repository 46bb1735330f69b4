package import Model

// Rows out by COPY … TO STDOUT: start, receive, receive, …, until nothing comes any more.
extension PostgresConnection {
    package func startCopyOut(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.startCopyOut(statement, until: end(deadline))
    }

    /// Fills `buffer` with what comes next; the bytes need not end at a row.
    ///
    /// Comes back with less where the server takes longer than `patience` to send more, and with 0 at the end.
    package func receiveCopy(
        into buffer: UnsafeMutableRawBufferPointer, patience: Duration, deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        defer { noteState() }
        return try session.receiveCopy(into: buffer, patience: patience, until: end(deadline))
    }

    /// Ends a COPY before its end; does nothing when none is going on.
    package func abandonCopyOut() {
        session.abandonCopyOut()
        noteState()
    }

    /// The rows that the server says it has sent, once `receiveCopy` came to the end.
    package var rowsCopiedOut: Int { session.rowsCopiedOut }
}
