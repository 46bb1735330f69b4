import CADBC
import Model
import RowSource

/// An ADBC statement handle.
///
/// Used on its connection's thread, except for `interruption`.
final class ADBCStatement {
    /// The result of `execute`.
    struct Result {
        var stream: ArrowStream
        /// The number of rows according to the driver; `nil` if it doesn't say.
        var declaredRows: Int?
        /// Whether the driver always declares the number of rows.
        var mustDeclare: Bool

        /// Throws if rows are missing: a result truncated in transit may look like one that has ended.
        func check(received: Int) throws(SourceError) {
            guard let declaredRows else {
                guard mustDeclare, received > 0 else { return }
                throw SourceError(
                    .statement, operation: "get_next",
                    message:
                        "the driver doesn't declare how many rows a result has, so a truncated result couldn't be "
                        + "detected; use another version of the driver")
            }
            guard declaredRows != received else { return }
            // An error of this chunk only: the source as a whole is up.
            throw SourceError(
                .other, operation: "get_next",
                message: "the driver declared \(declaredRows) rows and returned \(received); "
                    + "the result was truncated in transit")
        }
    }

    private let session: ADBCSession
    private let statement: UnsafeMutablePointer<AdbcStatement>

    init(_ session: ADBCSession, options: [(name: String, value: String)] = []) throws(SourceError) {
        self.session = session
        statement = .allocate(capacity: 1)
        statement.initialize(to: AdbcStatement(private_data: nil, private_driver: session.driver.table))
        let (table, statement) = (session.driver.table, statement)
        try session.context.call("StatementNew") { table.pointee.StatementNew?(session.connection, statement, $0) }
        for (name, value) in options {
            try session.context.call("StatementSetOption \(name)") {
                table.pointee.StatementSetOption?(statement, name, value, $0)
            }
        }
    }

    deinit {
        let (table, statement) = (session.driver.table, statement)
        // A handle that the driver never filled must not be released by it.
        if statement.pointee.private_data != nil {
            session.context.attempt { table.pointee.StatementRelease?(statement, $0) }
        }
        statement.deallocate()
    }

    /// Interrupts the running statement; does nothing if the driver can't.
    ///
    /// May be called from any thread while the statement exists.
    var interruption: @Sendable () -> Void {
        // SAFETY: ADBC allows `StatementCancel` concurrently with other calls.
        nonisolated(unsafe) let (table, statement, context) = (session.driver.table, statement, session.context)
        return {
            guard let cancel = table.pointee.StatementCancel else { return }
            context.attempt { cancel(statement, $0) }
        }
    }

    /// Runs a query and returns as soon as its first rows are available.
    func execute(_ sql: String) throws(SourceError) -> Result {
        let (table, statement) = (session.driver.table, statement)
        try prepare(sql)
        var rows: Int64 = -1
        let stream = try ArrowStream(session.context, of: self) { (stream) throws(SourceError) in
            try session.context.call("StatementExecuteQuery") {
                table.pointee.StatementExecuteQuery?(statement, stream, &rows, $0)
            }
        }
        // Some drivers return 0 if they don't know.
        return Result(
            stream: stream, declaredRows: rows > 0 ? Int(rows) : nil, mustDeclare: session.family.declaresRows)
    }

    /// Runs a statement that returns no rows.
    func run(_ sql: String) throws(SourceError) {
        let (table, statement) = (session.driver.table, statement)
        try prepare(sql)
        try session.context.call("StatementExecuteQuery") {
            table.pointee.StatementExecuteQuery?(statement, nil, nil, $0)
        }
    }

    private func prepare(_ sql: String) throws(SourceError) {
        let (table, statement) = (session.driver.table, statement)
        try session.context.call("StatementSetSqlQuery") { table.pointee.StatementSetSqlQuery?(statement, sql, $0) }
    }
}
