package import Model
package import Postgres
import Statements
package import WorkQueue

/// Holds what the control database takes for published against what the target knows: a target that was restored to
/// before a publication has the old rows again.
package struct PublicationCheck: Sendable {
    /// A table that isn't published any more.
    package struct Lost: Sendable {
        package let number: Int
        package let name: String
        /// Whether the target has the table's load, from which it can be published again.
        package let isOwned: Bool

        /// Why it can't be.
        package var obstacle: String? {
            isOwned
                ? nil
                : "the target was restored to before \(name) was planned, and nothing of this run is left there; cancel the "
                    + "run and start again"
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

    /// The tables that are published as far as the control database knows, and not for the target.
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
            // It may have gone back to an older version, too.
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
            // Published before publications were recorded, and taken by another run since.
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

    /// Takes back that such tables are published, so that they are published again, or their chunks copied anew.
    ///
    /// Returns them.
    package func reopen(under term: Term, on target: PostgresConnection) async throws -> [Lost] {
        let lost = try await unpublished(on: target)
        for table in lost {
            try await runs.reopen(table.number, error: table.obstacle, under: term)
        }
        return lost
    }
}
