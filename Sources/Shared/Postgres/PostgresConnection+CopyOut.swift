package import Model

// Reads rows by COPY … TO STDOUT: start, then receive until the end.
extension PostgresConnection {
    package func startCopyOut(_ statement: Statement, deadline: Duration? = nil) throws(PostgresError) {
        defer { noteState() }
        try session.startCopyOut(statement, until: end(deadline))
    }

    /// Fills `buffer` with the next bytes; they needn't end at a row boundary.
    ///
    /// Returns less if the server takes longer than `patience` to send more, and 0 at the end.
    package func receiveCopy(
        into buffer: UnsafeMutableRawBufferPointer, patience: Duration, deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        defer { noteState() }
        return try session.receiveCopy(into: buffer, patience: patience, until: end(deadline))
    }

    /// Stops a COPY early; does nothing if none is in progress.
    package func abandonCopyOut() {
        session.abandonCopyOut()
        noteState()
    }

    /// The number of rows that the server has sent, once `receiveCopy` has reached the end.
    package var rowsCopiedOut: Int { session.rowsCopiedOut }
}
