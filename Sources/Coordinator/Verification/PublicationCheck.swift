package import Model
package import Postgres
import Statements
package import WorkQueue

/// Compares the publications in the control database with those in the target.
///
/// They differ if the target was restored to a time before a publication: then the target has the old rows again.
package struct PublicationCheck: Sendable {
    /// A table that is no longer published.
    package struct Lost: Sendable {
        package let number: Int
        package let name: String
        /// Whether the target still holds the table's loaded rows, so that the table can be published again.
        package let isOwned: Bool

        /// Why the table can't be published again; `nil` if it can.
        package var obstacle: String? {
            isOwned
                ? nil
                : "the target was restored to a time before \(name) was planned, and nothing of this run is left there; "
                    + "cancel the run and start again"
        }
    }

    private let run: RandomID
    private let runs: Runs
    private let targetOptions: PostgresOptions

    package init(run: RandomID, runs: Runs, targetOptions: PostgresOptions) {
        self.run = run
        self.runs = runs
        self.targetOptions = targetOptions
    }

    /// The tables that are published according to the control database, but not according to the target.
    package func unpublished() async throws -> [Lost] {
        let target = try await PostgresConnection.connect(targetOptions)
        return try await target.closing { try await unpublished(on: target) }
    }

    func unpublished(on target: PostgresConnection) async throws -> [Lost] {
        let tables = try await runs.tables(run).filter { $0.state == .completed }
        return tables.isEmpty ? [] : try await unpublished(tables, on: target)
    }

    func unpublished(_ tables: [StoredTable], on target: PostgresConnection) async throws -> [Lost] {
        var published: Set<[Int]> = []
        var owned: Set<[Int]> = []
        let hasSchema = try await target.query(SQL.targetSchemaExists).first?.bool("present") == true
        if hasSchema {
            // The restored schema may also have an older version.
            try await SchemaMigration.target.apply(to: target)
            for row in try await target.query(SQL.publicationsOfRun, [.text(run.text)]) {
                let key = [try row.int("table_no"), try row.int("epoch")]
                if try row.bool("is_published") { published.insert(key) }
                if try row.bool("is_owned") { owned.insert(key) }
            }
        }
        var lost: [Lost] = []
        for table in tables where !published.contains([table.number, table.epoch]) {
            let isOwned = owned.contains([table.number, table.epoch])
            // Published before Snowmelt recorded publications, and owned by another run since.
            if !isOwned, hasSchema, try await hasReceipts(table, on: target) { continue }
            lost.append(
                Lost(
                    number: table.number, name: table.spec?.target.description ?? "table \(table.number)",
                    isOwned: isOwned))
        }
        return lost
    }

    private func hasReceipts(_ table: StoredTable, on target: PostgresConnection) async throws -> Bool {
        let key: [PostgresValue] = [.text(run.text), .int(table.number), .int(table.epoch)]
        return try await target.query(SQL.hasReceipts, key).first?.bool("present") == true
    }

    /// Marks such tables as unpublished, so that they are published again or their chunks copied again; returns them.
    package func reopen(under term: Term, on target: PostgresConnection) async throws -> [Lost] {
        let lost = try await unpublished(on: target)
        for table in lost {
            try await runs.reopen(table.number, error: table.obstacle, under: term)
        }
        return lost
    }
}
