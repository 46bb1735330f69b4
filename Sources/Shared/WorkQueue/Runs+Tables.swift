package import Model
package import Postgres
import Statements

/// A run's tables in the control database, and how far their publishing has got.
extension Runs {
    /// - Parameter numbers: numbers of the tables to return; `nil` for all.
    package func tables(_ run: RandomID, numbers: Set<Int>? = nil) async throws -> [StoredTable] {
        return try await database.query(
            SQL.tablesOfRun, [.text(run.text), numbers.map { PostgresValue.array($0) } ?? .null]
        ).map {
            row in
            StoredTable(
                number: try row.int("table_no"), epoch: try row.int("epoch"), state: try row.value("state"),
                spec: try row.optionalSpec(), expectedRows: try row.int("expected_rows"),
                publishedRows: try row.optionalInt("published_rows"), counts: try PublishedCounts(row),
                error: try row.optionalString("error"))
        }
    }

    /// Numbers of the tables whose chunks are all done and that wait to be published.
    package func loadedTables(_ run: RandomID) async throws -> [Int] {
        try await database.query(SQL.loadedTables, [.text(run.text)]).map { row in try row.int("table_no") }
    }

    /// - Returns: the results of `calls`, which are sent in the same round trip.
    @discardableResult
    package func startPublishing(
        _ table: Int, under term: Term, beside calls: [StatementCall] = []
    ) async throws -> [[PostgresRow]] {
        try await change(table, under: term, SQL.startPublishing, beside: calls)
    }

    /// Records the current step of planning or publishing.
    package func record(step: String, of table: Int, under term: Term) async throws {
        try await change(table, under: term, SQL.recordStep, [.text(step)])
    }

    /// Records that chunks of the table returned to the queue.
    package func returnToLoading(_ table: Int, under term: Term) async throws {
        try await change(table, under: term, SQL.returnToLoading)
    }

    /// Records why a table couldn't be published.
    package func failPublishing(_ table: Int, error: String, under term: Term) async throws {
        try await change(table, under: term, SQL.failPublishing, [.note(error)])
    }

    /// - Parameters:
    ///   - rows: the sum of the receipts.
    ///   - counts: `nil` if an earlier try, by this or another coordinator, made the rows visible.
    package func completeTable(_ table: Int, rows: Int, counts: PublishedCounts?, under term: Term) async throws {
        try await change(
            table, under: term, SQL.completeTable,
            [.int(rows), counts.map { .int($0.sourceRows) } ?? .null, counts.map { .bool($0.isCounted) } ?? .null])
    }

    /// Makes a published table unpublished again.
    ///
    /// - Parameter error: why it can't be published again; `nil` if it can.
    package func reopen(_ table: Int, error: String?, under term: Term) async throws {
        try await change(table, under: term, SQL.reopenTable, [error.map { .note($0) } ?? .null])
    }

    /// Stores what a run has taken over from an edited config: all settings, and the plans of the tables concerned.
    ///
    /// - Parameter tables: with the maximum number of attempts per chunk, or `nil` to keep it.
    package func takeOver(
        settings: String, tables: [(table: StoredTable, maxAttempts: Int?)], under term: Term
    ) async throws {
        var calls = [StatementCall(SQL.storeRunSettings, [.text(term.run.text), .text(settings)])]
        for (table, attempts) in tables {
            guard let spec = table.spec else { continue }
            calls.append(
                StatementCall(
                    SQL.takeOverTableSettings,
                    [
                        .text(term.run.text), .int(table.number), .text(try StoredSpec.text(of: spec)),
                        .int(StoredSpec.version), attempts.map { .int($0) } ?? .null,
                    ]))
        }
        try await change(under: term) { [calls] connection in try connection.executeAll(calls) }
    }

    /// Runs a statement that holds the term itself, in one round trip with `calls`; returns their results.
    @discardableResult
    private func change(
        _ table: Int, under term: Term, _ statement: Statement, _ values: [PostgresValue] = [],
        beside calls: [StatementCall] = []
    ) async throws -> [[PostgresRow]] {
        let change = StatementCall(statement, [.text(term.run.text), .int(table), .text(term.id.text)] + values)
        // A crash may lose the change: the target knows which tables are published, and the rest is repeated.
        let rows = try await database.connected().query([change] + calls, settings: ["synchronous_commit": "off"])
        guard !rows[0].isEmpty else { throw try await ending(of: term) }
        return Array(rows.dropFirst())
    }
}
