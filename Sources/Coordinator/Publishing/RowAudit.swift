import Events
import Model
import Postgres
import Synchronization
import WorkQueue

/// Counts the rows of a load table before readers see them, and compares them with receipts, plan and source.
struct RowAudit: Sendable {
    let run: RandomID
    let table: StoredTable
    let spec: TableSpec
    let reconciled: Reconciliation.Outcome
    let snapshot: Snapshot
    /// Counts a table's rows at the source now.
    let countSource: @Sendable (TableSpec) async throws -> Int
    let events: Events

    /// The number of rows that the receipts prove.
    var copied: Int { reconciled.rows }

    /// Whether as many rows were copied as the plan counted, also in chunks that were split.
    var isAsPlanned: Bool { copied == table.expectedRows && reconciled.changed.isEmpty }

    /// Performs the audit; returns the counts that the rows were compared with.
    ///
    /// - Parameter isBeside: whether a staging table's indexes are built at the same time. Building takes longer than
    ///   counting, so only one process counts and leaves the processors to it.
    func perform(on target: PostgresConnection, isBeside: Bool = false) async throws -> PublishedCounts {
        let planned = table.expectedRows
        let stored: Int
        var isCounted = true
        if !spec.mode.ownsAllRows {
            let loaded = try await LoadedRows.count(
                in: spec.target, run: run, tableNumber: table.number, epoch: table.epoch, isOwnTable: false,
                enough: copied, on: target)
            (stored, isCounted) = loaded.present(of: copied)
        } else {
            stored =
                isBeside
                ? try await target.transaction(settings: ["max_parallel_workers_per_gather": "0"]) { target in
                    try countRows(on: target)
                }
                : try await countRows(on: target)
        }
        try check(stored: stored)
        var isPinned = false
        if case .pinned = snapshot { isPinned = true }
        let source = Mutex(planned)
        let verdict = try await RowCountRule.verdict(copied: copied, planned: planned, isPinned: isPinned) {
            let now = try await countSource(spec)
            source.withLock { $0 = now }
            return now
        }
        switch verdict {
        case .equal: break
        case .changed:
            events.record(.sourceChanged(table: spec.target, planned: planned, copied: copied))
        case .missing, .tooMany:
            throw Failure(
                .refused,
                "\(spec.source): the plan counted \(planned) rows, \(copied) were copied, and the source's count now "
                    + "doesn't explain it; not published",
                hint: "\(anew) while nothing writes to the table; if it stays so, cut it by "
                    + "another column, or with chunk: {by: none}, and report it.")
        }
        try checkSplits()
        return PublishedCounts(sourceRows: source.withLock { $0 }, isCounted: isCounted)
    }

    /// How to copy everything again.
    private var anew: String { "`snowmelt cancel \(run)`, then `snowmelt run`" }

    /// Counts the rows of a load table that only this run writes to.
    var count: Statement {
        Statement(name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.loadTable.postgresQuoted)")
    }

    private func countRows(on target: isolated PostgresConnection) throws -> Int {
        try target.query(count, deadline: TablePublisher.longStep).first?.int("rows") ?? 0
    }

    /// Compares the number of rows in the load table with the receipts.
    func check(stored: Int) throws {
        guard stored >= copied else {
            throw Failure(
                .verificationDiffers,
                "\(spec.loadTable) holds \(stored) of the \(copied) rows that the receipts prove: rows were removed during "
                    + "the load",
                hint: "\(anew); cancelling reports the remaining rows.")
        }
        guard stored == copied else {
            throw Failure(
                .refused, "\(spec.loadTable) holds \(stored) rows but the receipts prove \(copied)",
                hint: "Something else writes to that table. Stop it; then \(anew).")
        }
    }

    /// Halves aren't counted by the plan, so their worker can't tell whether rows are missing; together they hold what
    /// the plan counted for the chunk that was split.
    private func checkSplits() throws {
        guard case .pinned = snapshot, let chunk = reconciled.changed.first else { return }
        throw Failure(
            .refused,
            "\(spec.source): the snapshot has \(chunk.planned) rows in chunk \(chunk.chunk), which was split, but "
                + "\(chunk.copied) were copied; not published",
            hint: "\(anew); if it stays so, the driver drops rows.")
    }
}
