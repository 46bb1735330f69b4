package import Model
import Postgres
import WorkQueue

/// Source and target, compared.
package struct Verification: Sendable {
    package struct Table: Sendable {
        package var target: QualifiedName
        package var sourceRows: Int
        package var targetRows: Int

        package var isEqual: Bool { sourceRows == targetRows }
    }

    package var run: RandomID
    package var tables: [Table]

    package var isEqual: Bool { tables.allSatisfy(\.isEqual) }
}

extension Coordinator {
    /// Compares the row counts of all published tables of a run with those of the source now.
    package func verifyCounts(run text: String) async throws -> Verification {
        try await verify(run: find(text).id)
    }

    func verify(run: RandomID) async throws -> Verification {
        let target = try await PostgresConnection.connect(targetOptions)
        try await SchemaMigration.target.apply(to: target)
        var verification = Verification(run: run, tables: [])
        let snapshot = try await runs.snapshot(of: run)
        for table in try await runs.tables(run) where table.state == "completed" {
            guard let spec = table.spec else { continue }
            async let sourceRows = countSource(spec, at: spec.snapshot(ofRun: snapshot))
            // In append mode the target holds rows of others, too; what this run brought is in its receipts.
            let stored =
                spec.mode == .append
                ? try await receiptedRows(run, table: table, on: target)
                : try await target.query(
                    Statement(
                        name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.target.postgresQuoted)"),
                    deadline: .seconds(24 * 3600)
                ).first?.int("rows") ?? 0
            verification.tables.append(
                Verification.Table(target: spec.target, sourceRows: try await sourceRows, targetRows: stored))
        }
        await target.close()
        guard !verification.tables.isEmpty else {
            throw Failure(
                .usage, "no table of this run is published yet", hint: "`snowmelt run` or `snowmelt publish` does it.")
        }
        return verification
    }
}
