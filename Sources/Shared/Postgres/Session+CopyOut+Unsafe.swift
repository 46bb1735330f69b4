import CLibPQ
import Model

// COPY … TO STDOUT on a session.
extension Session {
    var isInTransaction: Bool { isAlive && transactionStatus != PQTRANS_IDLE }

    func startCopyOut(_ statement: Statement, until deadline: Deadline) throws(PostgresError) {
        let result = try runScript(statement, until: deadline)
        guard result.status == PGRES_COPY_OUT else {
            close()
            throw PostgresError(
                .misuse, message: "the statement isn't a COPY … TO STDOUT", statement: statement.name,
                operation: "PQgetResult")
        }
        copyingOut = statement
        rowsCopiedOut = 0
    }

    /// Fills `buffer`, or as much of it as comes within `patience`; 0 at the end of the rows.
    ///
    /// `PQgetlineAsync` copies from libpq's own buffer, where `PQgetCopyData` would allocate memory for each row.
    func receiveCopy(
        into buffer: UnsafeMutableRawBufferPointer, patience: Duration, until deadline: Deadline
    ) throws(PostgresError) -> Int {
        guard let statement = copyingOut, let base = buffer.baseAddress else { return 0 }
        let patienceEnd = ContinuousClock.now + patience
        var filled = 0
        while filled < buffer.count {
            let free = Int32(clamping: buffer.count - filled)
            let count = PQgetlineAsync(handle, (base + filled).assumingMemoryBound(to: CChar.self), free)
            if count > 0 {
                filled += Int(count)
                continue
            }
            if count < 0 {
                // What came before the end is handed over first.
                if filled == 0 { try endCopyOut(statement, until: deadline) }
                return filled
            }
            switch wait(forWriting: false, until: filled == 0 ? deadline : min(deadline, patienceEnd)) {
            case .readable, .writable:
                guard PQconsumeInput(handle) == 1 else { throw copyOutFailure(statement, until: deadline) }
            case .expired:
                if filled > 0 { return filled }
                try expireCopyOut(statement)
            }
        }
        return filled
    }

    /// Ends a COPY whose rows nobody wants any more, so that the session can be used on.
    ///
    /// A server that doesn't stop within a moment loses the connection.
    func abandonCopyOut() {
        guard copyingOut != nil else { return }
        canceller.request()
        let end = Deadline.now + Self.drainTime
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { scrap in
            do {
                while try receiveCopy(into: scrap, patience: .zero, until: end) > 0, .now < end {}
            } catch {
                // That it was cancelled is what was asked for. A connection that broke over it shows as such.
            }
        }
        if copyingOut != nil { close() }
    }

    /// Reads the server's count of rows, or why it stopped.
    private func endCopyOut(_ statement: Statement, until deadline: Deadline) throws(PostgresError) {
        var none: UnsafeMutablePointer<CChar>?
        // Tells libpq that the end was seen, without which it has no result to give.
        _ = PQgetCopyData(handle, &none, 1)
        PQfreemem(none)
        copyingOut = nil
        rowsCopiedOut = try collect(statement, until: deadline).affectedRows
    }

    /// Why nothing can be read any more: the server's reason, if it gave one before the connection broke.
    private func copyOutFailure(_ statement: Statement, until deadline: Deadline) -> PostgresError {
        let broken = lost(statement, operation: "PQconsumeInput")
        defer { close() }
        var scrap: UnsafeMutablePointer<CChar>?
        var count: Int32
        repeat {
            count = PQgetCopyData(handle, &scrap, 1)
            PQfreemem(scrap)
            scrap = nil
        } while count > 0
        guard count < 0 else { return broken }
        do throws(PostgresError) {
            copyingOut = nil
            _ = try collect(statement, until: deadline)
            return broken
        } catch {
            return error
        }
    }

    /// No row came in time, or the COPY was cancelled and the server doesn't react.
    private func expireCopyOut(_ statement: Statement) throws(PostgresError) {
        copyingOut = nil
        let wasCancelled = canceller.requestedAt != nil
        canceller.request()
        close()
        throw PostgresError(
            wasCancelled ? .cancelled : .deadline,
            message: "the server sent no rows in time; the connection is given up", statement: statement.name,
            operation: "poll")
    }
}
