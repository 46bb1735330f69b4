/// What went wrong at the source, with the driver's own words.
package struct SourceError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// The driver can't be loaded or isn't registered.
        case driverMissing
        /// The source refuses the login.
        case authentication
        /// The source can't be reached, or the connection broke.
        case connection
        /// A table or column isn't there, or isn't visible to this user.
        case notFound
        /// The statement is wrong or not allowed.
        case statement
        /// A value can't be read exactly.
        case value
        /// The statement was interrupted by us.
        case cancelled
        /// A text or blob is longer than the buffers; the reader has grown them, run the statement once more.
        case outgrown
        /// It could be done, and would do harm.
        case refused
        /// This process gets no more threads; the source isn't to blame.
        case noThread
        case other
    }

    package var kind: Kind
    /// The C function or operation that failed: `SQLExecDirect`.
    package var operation: String
    /// SQLSTATE where the driver gives one.
    package var sqlState: String?
    package var vendorCode: Int?
    /// The driver's own text, or ours, with no values and no secrets.
    package var message: String
    /// What the user can do, where the source's own code tells.
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

    /// What a connection says of itself once it is closed.
    package static func closed(_ source: String) -> SourceError {
        SourceError(.connection, operation: "connect", message: "the connection to \(source) is closed")
    }

    package var description: String {
        let state = sqlState.map { " [\($0)]" } ?? ""
        return "\(message)\(state) (\(operation))"
    }
}
