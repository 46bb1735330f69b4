/// An error from PostgreSQL or the connection to it; safe to print.
///
/// `description` and `message` contain no row values, secrets or connection strings. `detail` and `context` come from
/// the server unchanged and may contain row values: never log them.
package struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// The URL or a connection parameter is invalid.
        case options
        /// The host doesn't exist, doesn't answer or refuses connections.
        case unreachable
        /// The server is a standby, which accepts no writes.
        case standby
        /// TLS isn't possible as the URL demands: an untrusted certificate, one for another host, a missing file, a
        /// server without TLS.
        case untrusted
        /// The server rejects the login.
        case authentication
        /// The connection broke, or was already closed.
        case connectionLost
        /// The statement took longer than its deadline and was cancelled.
        case deadline
        /// The statement was cancelled on request.
        case cancelled
        /// A time limit among the server's settings ended the statement or its transaction.
        case limited
        /// The server rejected the statement; see `sqlState`.
        case server
        /// A column or parameter doesn't have the type that the caller expects.
        case value
        /// Calls in an invalid order, such as rows outside a COPY.
        case misuse
        /// The process can't create another thread; not the server's fault.
        case noThread
    }

    package var kind: Kind
    /// Five characters, if the error came from the server.
    package var sqlState: String?
    /// The server's primary message, with quoted values removed if they may come from rows; or our own message.
    package var message: String
    /// The server's detail message; may contain row values.
    package var detail: String?
    package var hint: String?
    /// The server's description of where the error happened; may contain row values.
    package var context: String?
    /// The statement's name.
    package var statement: String
    /// The C function that failed: `PQgetResult`.
    package var operation: String

    package init(
        _ kind: Kind, sqlState: String? = nil, message: String, detail: String? = nil, hint: String? = nil,
        context: String? = nil, statement: String, operation: String
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.context = context
        self.statement = statement
        self.operation = operation
    }

    package var description: String {
        let place = copyPosition.map { "\($0): " } ?? ""
        let state = sqlState.map { " [\($0)]" } ?? ""
        let advice = hint.map { " \($0)" } ?? ""
        return "\(place)\(message)\(state)\(advice) (\(statement), \(operation))"
    }

    /// The position in a COPY, without the value: `COPY visits, line 17, column amount`.
    package var copyPosition: String? {
        guard let context else { return nil }
        // A type's own remarks come in earlier lines: `JSON data, line 1: …`. A value may contain line breaks.
        let lines = context.split(whereSeparator: \.isNewline)
        let line = context.hasPrefix("COPY ") ? lines.first : lines.last { $0.hasPrefix("COPY ") }
        // The value follows the first colon, in every language of the server.
        return line.map { String($0.prefix { $0 != ":" }) }
    }
}
