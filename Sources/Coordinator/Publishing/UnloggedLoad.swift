import Model
import Postgres
import Statements

/// A load table that is filled without a write-ahead log, and has to be made logged before it is published.
///
/// Until then a crash of the target empties it and its receipts together.
struct UnloggedLoad: Sendable {
    let spec: TableSpec
    let run: RandomID
    let tableNumber: Int
    let epoch: Int

    /// Makes rows and receipts logged, in one transaction.
    ///
    /// An attempt that commits later finds its receipt under the logged table's key.
    /// May be repeated; false: the table was logged already, or always.
    /// Throws 55P03 or 40P01 when attempts that were given up on don't let go of the table in time.
    func makeLogged(on target: PostgresConnection, wait: Duration = .seconds(2)) async throws -> Bool {
        let key: [PostgresValue] = [.text(spec.target.schema ?? "public"), .text(spec.target.name), .text(run.text)]
        // Where the log is minimal, COMMIT writes the whole table to the disk.
        return try await target.transaction(commitDeadline: TablePublisher.longStep) { target in
            _ = try target.query(SQL.applySettings, [.text(#"{"lock_timeout": "\#(wait / .milliseconds(1))ms"}"#)])
            let fence = try target.query(SQL.lockFence, key).first
            guard let fence, try fence.int("epoch") == epoch, try !fence.bool("released") else {
                throw Failure(.refused, "\(spec.target) isn't this run's any more", hint: "Cancel the run.")
            }
            guard try fence.bool("unlogged") else { return false }
            try target.execute(
                Statement(
                    name: "set_logged", text: "ALTER TABLE \(spec.loadTable.postgresQuoted) SET LOGGED"),
                deadline: TablePublisher.longStep)
            try target.execute(
                SQL.logReceipts, [.text(run.text), .int(tableNumber), .int(epoch)],
                deadline: TablePublisher.longStep)
            try target.execute(SQL.recordUnlogged, key + [.bool(false)])
            return true
        }
    }
}
