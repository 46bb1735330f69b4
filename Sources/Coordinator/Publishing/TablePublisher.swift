import FaultPoints
package import Logging
package import Model
package import Postgres
import Statements
package import WorkQueue

/// Publishes one table whose chunks are done: reconcile, make logged, check, key, analyse, swap.
///
/// Each step may be repeated, so that a successor of a killed coordinator goes on where it was.
package struct TablePublisher: Sendable {
    private let run: RandomID
    private let snapshot: Snapshot
    private let runs: Runs
    private let target: PostgresConnection
    /// The source's count of a table's rows, now.
    private let countSource: @Sendable (TableSpec) async throws -> Int
    private let logger: Logger

    package enum Outcome: Hashable, Sendable {
        case published(rows: Int)
        /// Some chunks have to be copied first.
        case notLoaded(open: Int)
    }

    package init(
        run: RandomID, snapshot: Snapshot, runs: Runs, target: PostgresConnection, logger: Logger,
        countSource: @escaping @Sendable (TableSpec) async throws -> Int
    ) {
        self.run = run
        self.snapshot = snapshot
        self.runs = runs
        self.target = target
        self.logger = logger
        self.countSource = countSource
    }

    package func publish(_ table: StoredTable) async throws -> Outcome {
        guard let spec = table.spec else {
            throw Failure(.internalError, "table \(table.number) of run \(run) has no plan")
        }
        try await runs.startPublishing(run, table: table.number)
        let reconciled = try await Reconciliation(
            run: run, table: table, owned: spec.target, runs: runs, target: target
        ).run()
        guard reconciled.isWhole else {
            try await runs.returnToLoading(run, table: table.number)
            return .notLoaded(open: reconciled.requeued + reconciled.open + 2 * reconciled.split)
        }
        try FaultPoint.afterReconcile.reach()
        if try await !isPublished(spec) {
            // First, for a crash of the target can take the rows until then.
            try await makeLogged(table, spec)
            try FaultPoint.afterLogging.reach()
            try await checkRows(spec, planned: table.expectedRows, copied: reconciled.rows)
            try checkSplits(spec, reconciled)
            if spec.mode == .replace { try await createKey(spec) }
            try await target.execute(
                Statement(name: "analyze", text: "ANALYZE \(spec.loadTable.postgresQuoted)"), deadline: Self.longStep)
            try FaultPoint.beforeSwap.reach()
            try await finish(table, spec)
        }
        try FaultPoint.afterSwap.reach()
        try await runs.completeTable(run, table: table.number, rows: reconciled.rows)
        logger.info("table published", metadata: ["table": "\(spec.target)", "rows": "\(reconciled.rows)"])
        return .published(rows: reconciled.rows)
    }

    static let longStep = Duration.seconds(24 * 3600)

    private func isPublished(_ spec: TableSpec) async throws -> Bool {
        try await target.transaction { [run] target in
            let fence = try target.query(
                SQL.lockFence, [.text(spec.target.schema ?? "public"), .text(spec.target.name), .text(run.text)])
            guard let fence = fence.first else {
                throw Failure(.refused, "\(spec.target) isn't this run's any more", hint: "Cancel the run.")
            }
            return try fence.bool("published")
        }
    }

    private func checkRows(_ spec: TableSpec, planned: Int, copied: Int) async throws {
        if spec.mode != .append {
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.loadTable.postgresQuoted)")
            let stored = try await target.query(count, deadline: Self.longStep).first?.int("rows") ?? 0
            guard stored == copied else {
                throw Failure(
                    .refused, "\(spec.loadTable) holds \(stored) rows but the receipts prove \(copied)",
                    hint: "Something else writes to that table. Stop it, cancel the run and start again.")
            }
        }
        var isPinned = false
        if case .pinned = snapshot { isPinned = true }
        let verdict = try await RowCountRule.verdict(copied: copied, planned: planned, isPinned: isPinned) {
            try await countSource(spec)
        }
        switch verdict {
        case .equal: return
        case .changed:
            logger.warning(
                "the source changed while it was copied",
                metadata: ["table": "\(spec.source)", "planned": "\(planned)", "copied": "\(copied)"])
        case .missing, .tooMany:
            throw Failure(
                .refused,
                "\(spec.source): the plan counted \(planned) rows, \(copied) were copied, and the source's count now "
                    + "doesn't explain it; not published",
                hint: "Cancel the run and start again; if it stays so, the driver drops rows.")
        }
    }

    /// Halves aren't counted by the plan, so their worker can't tell whether rows are missing; together they hold what
    /// the plan counted for the chunk that was split.
    private func checkSplits(_ spec: TableSpec, _ reconciled: Reconciliation.Outcome) throws {
        guard case .pinned = snapshot, let chunk = reconciled.changed.first else { return }
        throw Failure(
            .refused,
            "\(spec.source): the snapshot has \(chunk.planned) rows in chunk \(chunk.chunk), which was split, but "
                + "\(chunk.copied) were copied; not published",
            hint: "Cancel the run and start again; if it stays so, the driver drops rows.")
    }

    /// Creates the primary key of a staging table, unless an earlier try did.
    private func createKey(_ spec: TableSpec) async throws {
        guard !spec.primaryKey.isEmpty else { return }
        let columns = spec.primaryKey.map(PostgresIdentifier.quoted).joined(separator: ", ")
        let name = PostgresIdentifier.quoted(spec.loadTable.primaryKeyName)
        let statement = Statement(
            name: "create_primary_key",
            text: "ALTER TABLE \(spec.loadTable.postgresQuoted) ADD CONSTRAINT \(name) PRIMARY KEY (\(columns))")
        do throws(PostgresError) {
            try await target.execute(statement, deadline: Self.longStep)
        } catch {
            let key = spec.primaryKey.joined(separator: ", ")
            let hint = "The source doesn't enforce its key. Set primary_key: [] or name other columns."
            switch error.sqlState {
            case "42P16": return  // multiple primary keys: an earlier try created it
            case "23505": throw Failure(.target, "\(spec.source): rows share the key (\(key))", hint: hint)
            case "23502": throw Failure(.target, "\(spec.source): the key (\(key)) is NULL in some rows", hint: hint)
            default: throw error
            }
        }
    }

    private func makeLogged(_ table: StoredTable, _ spec: TableSpec) async throws {
        let load = UnloggedLoad(spec: spec, run: run, tableNumber: table.number, epoch: table.epoch)
        // An attempt that was given up on may have its COPY open, and wait for the fence that we hold.
        try await steppingBack(on: ["55P03", "40P01"], "waiting for what else uses the load table", spec) {
            if try await load.makeLogged(on: target) {
                logger.info("table made logged", metadata: ["table": "\(spec.target)"])
            }
        }
    }

    /// The one transaction that makes the rows visible (in `replace` mode) and frees the table.
    private func finish(_ table: StoredTable, _ spec: TableSpec) async throws {
        let swap = TableSwap(spec: spec, run: run, epoch: table.epoch)
        do {
            // Somebody reads the old table. A long queue behind us would block all readers.
            try await steppingBack(on: ["55P03"], "waiting for readers of the old table", spec) {
                try await swap.perform(on: target)
            }
        } catch let error as PostgresError where error.sqlState == "2BP01" {
            throw Failure(
                .refused, "\(spec.target) can't be replaced: other objects depend on it",
                hint: "Drop the views or foreign keys on it, or use mode truncate, which keeps the table.")
        }
    }

    /// Performs a step whose locks don't come at once: steps back and tries again.
    private func steppingBack(
        on states: Set<String>, _ message: Logger.Message, _ spec: TableSpec, _ step: () async throws -> Void
    ) async throws {
        var attempt = 1
        while true {
            do {
                return try await step()
            } catch let error as PostgresError where states.contains(error.sqlState ?? "") && attempt < 30 {
                logger.info(message, metadata: ["table": "\(spec.target)"])
                attempt += 1
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
