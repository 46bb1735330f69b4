/// An error from the source, with the driver's own message.
package struct SourceError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// The driver can't be loaded or isn't registered.
        case driverMissing
        /// The source rejects the login.
        case authentication
        /// The source can't be reached, or the connection broke.
        case connection
        /// A table or column doesn't exist, or isn't visible to this user.
        case notFound
        /// A table or column isn't as it was when the run was planned.
        case changed
        /// The statement is invalid or not permitted.
        case statement
        /// A value can't be read exactly.
        case value
        /// Snowmelt interrupted the statement.
        case cancelled
        /// The source ended the statement at its time limit.
        case timeLimit
        /// A text or blob is longer than the buffers. The reader has enlarged them; run the statement again.
        case outgrown
        /// Possible, but refused because it would do harm.
        case refused
        /// The process can't create another thread; not the source's fault.
        case noThread
        case other
    }

    package var kind: Kind
    /// The C function or operation that failed, such as `SQLExecDirect`.
    package var operation: String
    /// SQLSTATE, if the driver gives one.
    package var sqlState: String?
    package var vendorCode: Int?
    /// The driver's message or ours; contains no values and no secrets.
    package var message: String
    /// What the user can do, if the source's error code tells.
    package var advice: String?

    package init(
        _ kind: Kind, operation: String, sqlState: String? = nil, vendorCode: Int? = nil, message: String,
        advice: String? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.sqlState = sqlState
        self.vendorCode = vendorCode
        self.message = message
        self.advice = advice
    }

    /// The error of a connection that has been closed.
    package static func closed(_ source: String) -> SourceError {
        SourceError(.connection, operation: "connect", message: "the connection to \(source) is closed")
    }

    /// The error while connecting: it counts as a connection error, unless the driver is more specific.
    package var whileConnecting: SourceError {
        guard [.other, .statement, .timeLimit].contains(kind) else { return self }
        var error = self
        error.kind = .connection
        return error
    }

    package var description: String {
        let state = sqlState.map { " [\($0)]" } ?? ""
        return "\(message)\(state) (\(operation))"
    }
}
