package import Model
package import Postgres
import Publishing
import RowSource
import Statements
package import WorkQueue

/// Compares the row counts of a run's tables with those of the source.
///
/// Verification determines whether the target has the source's rows: it counts both sides, and checks that published
/// tables still are.
package struct CountComparison: Sendable {
    private let run: RandomID
    private let runs: Runs
    private let targetOptions: PostgresOptions
    private let sourceCount: SourceCount

    package init(run: RandomID, runs: Runs, targetOptions: PostgresOptions, sourceCount: SourceCount) {
        self.run = run
        self.runs = runs
        self.targetOptions = targetOptions
        self.sourceCount = sourceCount
    }

    /// Counts the rows of published tables on both sides now; lists the other tables of the run, too.
    ///
    /// - Parameter willCount: receives each table before it is counted, with its number and the number of tables.
    package func perform(
        willCount: @Sendable (QualifiedName, Int, Int) -> Void = { _, _, _ in }
    ) async throws -> VerificationResult {
        let status = try await runs.fullStatus(run)
        guard !status.tables.isEmpty else {
            throw Failure(
                .chunksFailed, "run \(status.name) isn't planned to the end, so none of its tables is published",
                hint: "`snowmelt run` resumes it; `snowmelt cancel \(status.name)` ends it.")
        }
        let target = try await PostgresConnection.connect(targetOptions)
        let tables = try await target.closing { try await compare(status.tables, on: target, willCount: willCount) }
        return VerificationResult(run: run, tables: tables)
    }

    private func compare(
        _ all: [TableStatus], on target: PostgresConnection, willCount: @Sendable (QualifiedName, Int, Int) -> Void
    ) async throws -> [VerificationResult.Table] {
        let tables = try await runs.tables(run).filter { $0.state == .completed }
        guard !tables.isEmpty else { return all.map(VerificationResult.Table.unpublished) }
        try await SchemaMigration.target.apply(to: target)
        let snapshot = try await runs.snapshot(of: run)
        let lost = try await PublicationCheck(run: run, runs: runs, targetOptions: targetOptions)
            .unpublished(tables, on: target)
        var compared: [VerificationResult.Table] = []
        for (index, status) in all.enumerated() {
            let published = tables.first { $0.spec?.target.inSchema == status.target.inSchema }
            guard let table = published, let spec = table.spec else {
                compared.append(.unpublished(status))
                continue
            }
            willCount(spec.target, index + 1, all.count)
            async let sourceRows = sourceRows(of: spec, at: spec.snapshot(ofRun: snapshot))
            let stored = try await storedRows(table, spec, on: target)
            compared.append(
                VerificationResult.Table(
                    target: spec.target, mode: spec.mode, sourceRows: try await sourceRows, targetRows: stored?.rows,
                    isCounted: stored?.isCounted ?? true, differing: status.differing,
                    isPublished: !lost.contains { $0.number == table.number }))
        }
        return compared
    }

    /// `nil` if the source doesn't have the table any more.
    private func sourceRows(of spec: TableSpec, at snapshot: Snapshot) async throws -> Int? {
        do {
            return try await sourceCount.rows(of: spec, in: run, at: snapshot)
        } catch let error as SourceError where error.kind == .notFound {
            return nil
        }
    }

    /// The counts made while publishing a complete run; if they are unknown for a table, counts all tables now.
    package func published() async throws -> VerificationResult {
        let tables = try await runs.tables(run).filter { $0.state == .completed }
        guard tables.allSatisfy({ $0.counts != nil }) else { return try await perform() }
        let differing = try await runs.differingChunks(run)
        return VerificationResult(
            run: run,
            tables: tables.compactMap { table in
                guard let spec = table.spec, let counts = table.counts, let rows = table.publishedRows else {
                    return nil
                }
                return VerificationResult.Table(
                    target: spec.target, mode: spec.mode, sourceRows: counts.sourceRows, targetRows: rows,
                    isCounted: counts.isCounted,
                    differing: differing[spec.target.inSchema] ?? [], isPublished: true)
            })
    }

    /// The number of rows in a table that this run has loaded; `nil` if the target doesn't have the table any more.
    ///
    /// In mode append the table also contains other rows.
    private func storedRows(
        _ table: StoredTable, _ spec: TableSpec, on target: PostgresConnection
    ) async throws -> (rows: Int, isCounted: Bool)? {
        do {
            return try await rows(of: table, spec, on: target)
        } catch let error as PostgresError where error.sqlState == "42P01" {
            return nil
        } catch let error as PostgresError where error.sqlState == "42501" {
            let facts = try await target.query(SQL.schemaPrivileges, [.text(spec.target.schemaOrPublic)])
            let user = PostgresIdentifier.quoted(try facts.first?.string("username") ?? "")
            throw Failure(
                .target, "\(target.displayName) may not read \(spec.target): \(error.message)",
                hint: "As its owner, in the target database: "
                    + "GRANT USAGE ON SCHEMA \(PostgresIdentifier.quoted(spec.target.schemaOrPublic)) TO "
                    + "\(user); GRANT SELECT ON TABLE \(spec.target.inSchema.postgresQuoted) TO \(user);")
        }
    }

    private func rows(
        of table: StoredTable, _ spec: TableSpec, on target: PostgresConnection
    ) async throws -> (rows: Int, isCounted: Bool) {
        guard !spec.mode.ownsAllRows else {
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.target.postgresQuoted)")
            return (try await target.query(count, deadline: .seconds(24 * 3600)).first?.int("rows") ?? 0, true)
        }
        let receipted = try await receiptedRows(table, on: target)
        let loaded = try await LoadedRows.count(
            in: spec.target, run: run, tableNumber: table.number, epoch: table.epoch, isOwnTable: false,
            enough: receipted, on: target)
        return loaded.present(of: receipted)
    }

    /// The number of rows according to a table's receipts.
    private func receiptedRows(_ table: StoredTable, on target: PostgresConnection) async throws -> Int {
        try await target.query(
            SQL.receiptsOfTable, [.text(run.text), .int(table.number), .int(table.epoch)]
        ).reduce(0) { sum, row in try sum + row.int("rows") }
    }
}
