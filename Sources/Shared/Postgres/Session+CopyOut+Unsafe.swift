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

    /// Fills `buffer` with as much as arrives within `patience`; returns 0 at the end of the rows.
    ///
    /// `PQgetlineAsync` copies from libpq's own buffer; `PQgetCopyData` would allocate memory for each row.
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
                // Bytes received before the end are returned first.
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

    /// Stops a COPY whose remaining rows aren't needed, so that the session can be used again.
    ///
    /// If the server doesn't stop within a few seconds, the connection is closed.
    func abandonCopyOut() {
        guard copyingOut != nil else { return }
        canceller.request()
        let end = Deadline.now + Self.drainTime
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { scrap in
            do {
                while try receiveCopy(into: scrap, patience: .zero, until: end) > 0, .now < end {}
            } catch {
                // The cancellation is expected here. A broken connection shows by its state.
            }
        }
        if copyingOut != nil { close() }
    }

    /// Reads the server's row count, or the error that stopped it.
    private func endCopyOut(_ statement: Statement, until deadline: Deadline) throws(PostgresError) {
        var none: UnsafeMutablePointer<CChar>?
        // Tells libpq that the end was seen; otherwise it returns no result.
        _ = PQgetCopyData(handle, &none, 1)
        PQfreemem(none)
        copyingOut = nil
        rowsCopiedOut = try collect(statement, until: deadline).affectedRows
    }

    /// The reason why nothing can be read: the server's error, if it sent one before the connection broke.
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

    /// Handles a COPY with no row in time, or cancelled without a response from the server.
    private func expireCopyOut(_ statement: Statement) throws(PostgresError) {
        copyingOut = nil
        let wasCancelled = canceller.requestedAt != nil
        canceller.request()
        close()
        throw PostgresError(
            wasCancelled ? .cancelled : .deadline,
            message: "the server sent no rows in time; the connection was closed", statement: statement.name,
            operation: "poll")
    }
}
