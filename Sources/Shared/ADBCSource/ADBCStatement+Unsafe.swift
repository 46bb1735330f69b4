import CADBC
import Model
import RowSource

/// A statement.
///
/// Used on the thread of its connection, but for `interruption`.
final class ADBCStatement {
    /// What `execute` gives.
    struct Result {
        var stream: ArrowStream
        /// How many rows the driver says there are; nil where it doesn't.
        var declaredRows: Int?
        /// Whether the driver always says.
        var mustDeclare: Bool

        /// A result that was cut on its way may look like one that came to its end.
        func check(received: Int) throws(SourceError) {
            guard let declaredRows else {
                guard mustDeclare, received > 0 else { return }
                throw SourceError(
                    .statement, operation: "get_next",
                    message:
                        "the driver doesn't declare how many rows a result has, so that one cut on its way couldn't "
                        + "be told from a whole one; use another version of the driver")
            }
            guard declaredRows != received else { return }
            // The chunk's own trouble: the source as a whole is up.
            throw SourceError(
                .other, operation: "get_next",
                message: "the driver declared \(declaredRows) rows and handed over \(received); "
                    + "the result was cut on its way")
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
        // A handle that the driver never filled isn't given back to it.
        if statement.pointee.private_data != nil {
            session.context.attempt { table.pointee.StatementRelease?(statement, $0) }
        }
        statement.deallocate()
    }

    /// Interrupts what runs; may be called from any thread, as long as the statement lives, and does nothing where the
    /// driver has no way to.
    var interruption: @Sendable () -> Void {
        // SAFETY: `StatementCancel` is a call that ADBC allows beside others.
        nonisolated(unsafe) let (table, statement, context) = (session.driver.table, statement, session.context)
        return {
            guard let cancel = table.pointee.StatementCancel else { return }
            context.attempt { cancel(statement, $0) }
        }
    }

    /// Runs a query up to its first rows.
    func execute(_ sql: String) throws(SourceError) -> Result {
        let (table, statement) = (session.driver.table, statement)
        try prepare(sql)
        var rows: Int64 = -1
        let stream = try ArrowStream(session.context, of: self) { (stream) throws(SourceError) in
            try session.context.call("StatementExecuteQuery") {
                table.pointee.StatementExecuteQuery?(statement, stream, &rows, $0)
            }
        }
        // Some drivers say 0 where they mean that they don't know.
        return Result(
            stream: stream, declaredRows: rows > 0 ? Int(rows) : nil, mustDeclare: session.family.declaresRows)
    }

    /// Runs a statement that gives no rows.
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
