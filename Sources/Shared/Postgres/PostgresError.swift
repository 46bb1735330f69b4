/// What PostgreSQL, or the way to it, refused; safe to print.
///
/// `description` and `message` carry no row values, no secrets and no connection strings. `detail` and `context` are
/// the server's own and can carry row values: never log them.
package struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// The URL or a parameter of the connection makes no sense.
        case options
        /// No such host, nobody listens, no answer, or no server there that takes writes.
        case unreachable
        /// No TLS as the URL asks for it: a certificate that isn't trusted or is another host's, a file that is
        /// missing, a server without TLS.
        case untrusted
        /// The server refuses the login.
        case authentication
        /// The connection broke, or was closed before.
        case connectionLost
        /// The statement took longer than its deadline and was cancelled.
        case deadline
        /// Somebody cancelled the statement.
        case cancelled
        /// The server refuses the statement; see `sqlState`.
        case server
        /// A column or a parameter isn't what the statement's caller takes it for.
        case value
        /// Calls in an order that makes no sense, such as rows outside a COPY.
        case misuse
        /// This process gets no more threads; the server isn't to blame.
        case noThread
    }

    package var kind: Kind
    /// Five characters, where the server spoke.
    package var sqlState: String?
    /// The server's primary text, with quoted values blanked where they can come from rows; or ours.
    package var message: String
    /// The server's own words; can carry row values.
    package var detail: String?
    package var hint: String?
    /// The server's own words on where it happened; can carry row values.
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

    /// Where a COPY stood, without the value there: `COPY visits, line 17, column amount`.
    package var copyPosition: String? {
        guard let context else { return nil }
        // What a type says of its value stands in lines before: `JSON data, line 1: …`. A value may hold line breaks.
        let lines = context.split(whereSeparator: \.isNewline)
        let line = context.hasPrefix("COPY ") ? lines.first : lines.last { $0.hasPrefix("COPY ") }
        // The value follows the first colon, in every language that the server speaks.
        return line.map { String($0.prefix { $0 != ":" }) }
    }
}
