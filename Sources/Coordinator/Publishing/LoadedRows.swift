package import Model
package import Postgres
import Statements

/// Counts of a table's rows by their writer: a row carries the id of the transaction that wrote it, and so does its
/// chunk's receipt.
///
/// So a run's appended rows can be counted in the table itself, even if others write to it at the same time.
package struct LoadedRows: Sendable {
    /// Rows written by transactions that left receipts; `nil` if unknown because the database was dumped and restored, or
    /// because the table's access method has no transaction ids.
    package var proven: Int?
    /// Rows written by other transactions since the run was planned: other users' rows, and rows with lost receipts.
    ///
    /// In the run's own load table, all rows without receipts.
    package var unproven: Int
    /// All rows; used if the writers are unknown.
    package var all: Int

    /// Reads the table once: only the blocks added since the plan if they contain all rows, otherwise the whole table.
    ///
    /// - Parameters:
    ///   - table: the table with the rows.
    ///   - enough: the number of proven rows at which reading may stop; `nil` to count unproven rows as well.
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
        // Compares ages, because transaction ids wrap around.
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
            // A table access method without that column.
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(table.inSchema.postgresQuoted)")
            let all = try await target.query(count, deadline: TablePublisher.longStep).first?.int("rows") ?? 0
            return LoadedRows(proven: nil, unproven: 0, all: all)
        }
    }

    /// The number of rows, proven by receipts, that the table still has, as far as known; and whether they were counted.
    ///
    /// A row that was updated since then carries another transaction id.
    package func present(of receipted: Int) -> (rows: Int, isCounted: Bool) {
        guard let proven else { return (min(receipted, all), false) }
        if proven >= receipted { return (receipted, true) }
        if proven + unproven >= receipted { return (receipted, false) }
        return (proven, true)
    }
}
