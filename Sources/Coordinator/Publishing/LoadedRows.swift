package import Model
package import Postgres
import Statements

/// The rows of a table, told apart by who has written them: a row bears the transaction that wrote it, and so does its
/// chunk's receipt.
///
/// So what a run has appended is counted in the table itself, whatever others write there meanwhile.
package struct LoadedRows: Sendable {
    /// Of transactions that left receipts; nil: that can't be told, since the database was dumped and loaded, or keeps
    /// the table in another way.
    package var proven: Int?
    /// Of other transactions since the run was planned, as those of others, or of receipts that are gone; in a load table
    /// of the run's own, of any.
    package var unproven: Int
    /// All rows, where they can't be told apart.
    package var all: Int

    /// Reads the whole table once, or only what it has grown by since the plan where all rows are found there.
    ///
    /// - Parameters:
    ///   - table: where the rows are.
    ///   - enough: how many proven rows do; nil: unproven ones are asked for, too.
    package static func count(
        in table: QualifiedName, run: RandomID, tableNumber: Int, epoch: Int, isOwnTable: Bool, enough: Int? = nil,
        on target: PostgresConnection
    ) async throws -> LoadedRows {
        let key: [PostgresValue] = [.text(run.text), .int(tableNumber), .int(epoch)]
        let traces = try await target.query(SQL.receiptTraces, key).first
        if let enough, let block = try traces?.optionalInt("start_block"), block > 0, target.serverVersion >= 140_000 {
            let grown = try await count(
                in: table, key, traces, isOwnTable: isOwnTable, where: "t.ctid >= '(\(block),0)'::tid", on: target)
            if let proven = grown.proven, proven >= enough { return grown }
        }
        return try await count(in: table, key, traces, isOwnTable: isOwnTable, where: "true", on: target)
    }

    private static func count(
        in table: QualifiedName, _ key: [PostgresValue], _ traces: PostgresRow?, isOwnTable: Bool,
        where condition: String,
        on target: PostgresConnection
    ) async throws -> LoadedRows {
        let start = try traces?.optionalString("start_xid")
        // Ages, for transaction ids wrap around.
        let isRecent =
            isOwnTable ? "true" : start.map { "age(t.xmin) BETWEEN 0 AND age('\($0)'::xid)" } ?? "false"
        let count = Statement(
            name: "count_loaded_rows",
            text: """
                SELECT count(*) FILTER (WHERE o.is_proven) AS proven,
                       count(*) FILTER (WHERE NOT o.is_proven AND \(isRecent)) AS unproven, count(*) AS rows
                  FROM \(table.inSchema.postgresQuoted) t
                 CROSS JOIN LATERAL (
                       SELECT t.xmin IN (SELECT coalesce(origin, xmin) FROM migration_receipt.receipt
                                          WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
                                          UNION ALL
                                         SELECT coalesce(origin, xmin) FROM migration_receipt.unlogged_receipt
                                          WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int)
                              AS is_proven) o
                 WHERE \(condition)
                """)
        do throws(PostgresError) {
            guard let row = try await target.query(count, key, deadline: TablePublisher.longStep).first else {
                return LoadedRows(proven: nil, unproven: 0, all: 0)
            }
            let isTraceable = try traces?.bool("is_traceable") == true
            return LoadedRows(
                proven: isTraceable ? try row.int("proven") : nil, unproven: try row.int("unproven"),
                all: try row.int("rows"))
        } catch {
            guard ["0A000", "42703"].contains(error.sqlState) else { throw error }
            // Another way of keeping tables, without that column.
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(table.inSchema.postgresQuoted)")
            let all = try await target.query(count, deadline: TablePublisher.longStep).first?.int("rows") ?? 0
            return LoadedRows(proven: nil, unproven: 0, all: all)
        }
    }

    /// How many of the rows that receipts prove are there, as far as that can be told; and whether they were counted.
    ///
    /// A row that somebody has changed since bears another transaction.
    package func present(of receipted: Int) -> (rows: Int, isCounted: Bool) {
        guard let proven else { return (min(receipted, all), false) }
        if proven >= receipted { return (receipted, true) }
        if proven + unproven >= receipted { return (receipted, false) }
        return (proven, true)
    }
}
