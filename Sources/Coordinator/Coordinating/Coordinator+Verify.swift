package import Model
import Postgres
import Publishing
package import WorkQueue

/// Source and target, compared.
package struct Verification: Sendable {
    package struct Table: Sendable {
        package var target: QualifiedName
        package var sourceRows: Int
        package var targetRows: Int
        /// Whether the target's rows were counted; otherwise receipts prove them.
        package var isCounted: Bool
        /// Chunks with other rows than the plan counted, whatever they come to in all.
        package var differing: [DifferingChunk]
        /// Whether the target has the run's rows; it hasn't after it was restored to before that.
        package var isPublished: Bool

        package var isEqual: Bool { isPublished && sourceRows == targetRows }
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

    /// What publishing counted of a run that is complete; a table of which that isn't known is counted anew.
    func publishedCounts(of run: RandomID) async throws -> Verification {
        let tables = try await runs.tables(run).filter { $0.state == .completed }
        guard tables.allSatisfy({ $0.counts != nil }) else { return try await verify(run: run) }
        let differing = try await runs.differingChunks(run)
        return Verification(
            run: run,
            tables: tables.compactMap { table in
                guard let spec = table.spec, let counts = table.counts, let rows = table.publishedRows else {
                    return nil
                }
                return Verification.Table(
                    target: spec.target, sourceRows: counts.sourceRows, targetRows: rows, isCounted: counts.isCounted,
                    differing: differing[spec.target.inSchema] ?? [], isPublished: true)
            })
    }

    func verify(run: RandomID) async throws -> Verification {
        let target = try await PostgresConnection.connect(targetOptions)
        try await SchemaMigration.target.apply(to: target)
        var verification = Verification(run: run, tables: [])
        let snapshot = try await runs.snapshot(of: run)
        let tables = try await runs.tables(run).filter { $0.state == .completed }
        let differing = try await runs.differingChunks(run)
        let lost = try await PublicationCheck(run: run, runs: runs, targetOptions: targetOptions)
            .unpublished(tables, on: target)
        for table in tables {
            guard let spec = table.spec else { continue }
            async let sourceRows = countSource(spec, at: spec.snapshot(ofRun: snapshot))
            let (stored, isCounted) = try await storedRows(table, spec, of: run, on: target)
            verification.tables.append(
                Verification.Table(
                    target: spec.target, sourceRows: try await sourceRows, targetRows: stored, isCounted: isCounted,
                    differing: differing[spec.target.inSchema] ?? [],
                    isPublished: !lost.contains { $0.number == table.number }))
        }
        await target.close()
        guard !verification.tables.isEmpty else {
            throw Failure(
                .usage, "no table of this run is published yet", hint: "`snowmelt run` or `snowmelt publish` does it.")
        }
        return verification
    }

    /// The rows of a table that the run has brought.
    ///
    /// In mode append the table holds rows of others, too.
    private func storedRows(
        _ table: StoredTable, _ spec: TableSpec, of run: RandomID, on target: PostgresConnection
    ) async throws -> (rows: Int, isCounted: Bool) {
        guard !spec.mode.ownsAllRows else {
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.target.postgresQuoted)")
            return (try await target.query(count, deadline: .seconds(24 * 3600)).first?.int("rows") ?? 0, true)
        }
        let receipted = try await receiptedRows(run, table: table, on: target)
        let loaded = try await LoadedRows.count(
            in: spec.target, run: run, tableNumber: table.number, epoch: table.epoch, isOwnTable: false,
            enough: receipted, on: target)
        return loaded.present(of: receipted)
    }
}
