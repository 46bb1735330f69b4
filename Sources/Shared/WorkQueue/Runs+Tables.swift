package import Model
import Postgres
import Statements

/// A run's tables and their way through publishing, in the control database.
extension Runs {
    /// - Parameter numbers: of the tables that are wanted; nil: all.
    package func tables(_ run: RandomID, numbers: Set<Int>? = nil) async throws -> [StoredTable] {
        let list = numbers.map { "{" + $0.map(String.init).joined(separator: ",") + "}" }
        return try await database.query(SQL.tablesOfRun, [.text(run.text), .optional(list)]).map { row in
            StoredTable(
                number: try row.int("table_no"), epoch: try row.int("epoch"), state: try row.value("state"),
                spec: try row.optionalSpec(),
                chunkCount: try row.int("total_chunks"), expectedRows: try row.int("expected_rows"),
                publishedRows: try row.optionalInt("published_rows"), counts: try PublishedCounts(row),
                error: try row.optionalString("error"))
        }
    }

    /// Tables whose chunks are all done and that wait to be published.
    package func loadedTables(_ run: RandomID) async throws -> [Int] {
        try await database.query(SQL.loadedTables, [.text(run.text)]).map { row in try row.int("table_no") }
    }

    package func startPublishing(_ table: Int, under term: Term) async throws {
        try await change(table, under: term, SQL.startPublishing)
    }

    /// Keeps which step publishing is at.
    package func record(_ step: PublicationStep, of table: Int, under term: Term) async throws {
        try await change(table, under: term, SQL.recordStep, [.text(step.rawValue)])
    }

    /// Chunks of the table went back into the queue.
    package func returnToLoading(_ table: Int, under term: Term) async throws {
        try await change(table, under: term, SQL.returnToLoading)
    }

    /// Keeps why a table couldn't be published.
    package func failPublishing(_ table: Int, error: String, under term: Term) async throws {
        try await change(table, under: term, SQL.failPublishing, [.text(error)])
    }

    /// - Parameters:
    ///   - rows: as the receipts prove them.
    ///   - counts: nil where an earlier try of this or another coordinator made the rows visible.
    package func completeTable(_ table: Int, rows: Int, counts: PublishedCounts?, under term: Term) async throws {
        try await change(
            table, under: term, SQL.completeTable,
            [.int(rows), counts.map { .int($0.sourceRows) } ?? .null, counts.map { .bool($0.isCounted) } ?? .null])
    }

    /// Takes back that a table was published; `error` says why it can't be again.
    package func reopen(_ table: Int, error: String?, under term: Term) async throws {
        try await change(table, under: term, SQL.reopenTable, [.optional(error)])
    }

    private func change(
        _ table: Int, under term: Term, _ statement: Statement, _ values: [PostgresValue] = []
    ) async throws {
        // A crash may forget it: the target knows what is published, and the rest is done again.
        try await change(under: term, settings: ["synchronous_commit": "off"]) { connection in
            try connection.execute(statement, [.text(term.run.text), .int(table)] + values)
        }
    }
}
