import Model
import Postgres
import Statements

/// A load table that is filled without write-ahead log, and must be made logged before it is published.
///
/// Until then, a crash of the target empties the table together with its receipts.
struct UnloggedLoad: Sendable {
    let loadTable: QualifiedName
    let table: LedTable

    /// Makes the table and its receipts logged, in one transaction.
    ///
    /// An attempt that commits later finds its receipt under the logged table's key.
    /// Idempotent; returns false if the table was already logged.
    /// Throws 55P03 or 40P01 if abandoned attempts don't release the table in time.
    func makeLogged(on target: PostgresConnection, wait: Duration = .seconds(2)) async throws -> Bool {
        try await table.alone(on: target, wait: wait) { target, fence in
            guard fence.isUnlogged else { return false }
            try target.execute(
                Statement(name: "set_logged", text: "ALTER TABLE \(loadTable.postgresQuoted) SET LOGGED"),
                deadline: TablePublisher.longStep)
            try target.execute(SQL.logReceipts, table.publicationKey, deadline: TablePublisher.longStep)
            try target.execute(SQL.recordUnlogged, table.key + [.bool(false)])
            return true
        }
    }
}
