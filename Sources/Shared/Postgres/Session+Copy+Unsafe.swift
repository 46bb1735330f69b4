import CLibPQ
import Model

// COPY … FROM STDIN on a session.
extension Session {
    /// Maximum bytes passed to libpq at once, to keep its buffer small.
    private static let pieceSize = 256 * 1024

    func startCopy(_ statement: Statement, until deadline: Deadline) throws(PostgresError) {
        let result = try runScript(statement, until: deadline)
        copying = statement
        guard result.status == PGRES_COPY_IN else {
            copying = nil
            close()
            throw PostgresError(
                .misuse, message: "the statement isn't a COPY … FROM STDIN", statement: statement.name,
                operation: "PQgetResult")
        }
    }

    /// Sends all of `bytes`.
    ///
    /// Throws as soon as the server reports an error; the COPY is then over.
    func sendCopy(_ bytes: UnsafeRawBufferPointer, until deadline: Deadline) throws(PostgresError) {
        let statement = try currentCopy(operation: "PQputCopyData")
        var sent = 0
        while sent < bytes.count {
            let count = min(bytes.count - sent, Self.pieceSize)
            let piece = bytes.baseAddress.map { ($0 + sent).assumingMemoryBound(to: CChar.self) }
            switch PQputCopyData(handle, piece, Int32(count)) {
            case 1: sent += count
            case 0: break
            default: throw copyFailure(statement, operation: "PQputCopyData")
            }
            try flushCopy(statement, until: deadline)
        }
    }

    /// Ends the COPY; returns the number of rows that the server counted.
    func finishCopy(until deadline: Deadline) throws(PostgresError) -> Int {
        let statement = try currentCopy(operation: "PQputCopyEnd")
        endCopy(reason: nil, until: deadline)
        return try collect(statement, until: deadline).affectedRows
    }

    /// Ends the COPY as failed, so that none of its rows are kept, and reads the server's answer.
    func abortCopy(reason: String) {
        guard let statement = copying else { return }
        endCopy(reason: reason, until: .now + Self.drainTime)
        do {
            _ = try collect(statement, until: .now + Self.drainTime)
            // The server took the end of the COPY as success, so the connection must not be used any more.
            close()
        } catch {
            // The COPY's failure is expected here. A broken connection shows by its state.
        }
    }

    /// Tells the server that no more rows follow.
    ///
    /// If sending fails, reading the result will report it.
    func endCopy(reason: String?, until deadline: Deadline) {
        copying = nil
        while PQputCopyEnd(handle, reason) == 0 {
            guard PQflush(handle) == 1, wait(forWriting: true, until: deadline) != .expired else { return }
            guard PQconsumeInput(handle) == 1 else { return }
        }
    }

    private func currentCopy(operation: String) throws(PostgresError) -> Statement {
        guard let copying else {
            let message = handle == nil ? "the connection is closed" : "no COPY is in progress"
            throw PostgresError(
                handle == nil ? .connectionLost : .misuse, message: message, statement: "copy", operation: operation)
        }
        return copying
    }

    /// Flushes libpq's buffer to the socket while checking for messages from the server.
    ///
    /// A server that accepts rows sends nothing but notices. So any other message is an error, which libpq reports only
    /// after the end of the COPY.
    private func flushCopy(_ statement: Statement, until deadline: Deadline) throws(PostgresError) {
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw copyFailure(statement, operation: "PQflush") }
            switch wait(forWriting: unsent == 1, until: unsent == 1 ? deadline : .now) {
            case .writable:
                continue
            case .readable:
                let noticesBefore = notices.pointee
                guard PQconsumeInput(handle) == 1 else { throw copyFailure(statement, operation: "PQconsumeInput") }
                // Consumes the notices in the buffer.
                _ = PQisBusy(handle)
                guard notices.pointee > noticesBefore else {
                    throw copyFailure(statement, operation: "PQconsumeInput")
                }
            case .expired:
                guard unsent == 0 else {
                    canceller.request()
                    throw copyFailure(statement, operation: "poll", expired: true)
                }
            }
            if unsent == 0 { return }
        }
    }

    /// Ends a COPY that can't continue and returns the cause, preferring the server's error to the connection's.
    private func copyFailure(_ statement: Statement, operation: String, expired: Bool = false) -> PostgresError {
        endCopy(reason: "the sender stopped", until: .now + Self.drainTime)
        do {
            _ = try collect(statement, until: .now + Self.drainTime)
        } catch {
            let isOurs = error.kind == .cancelled || error.sqlState == nil
            guard expired, isOurs else { return error }
        }
        guard expired else { return lost(statement, operation: operation) }
        return PostgresError(
            .deadline, message: "the server accepted no rows for longer than the deadline; the COPY was cancelled",
            statement: statement.name, operation: operation)
    }
}
