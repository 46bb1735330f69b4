import FaultPoints
package import Logging
package import Model
package import Postgres
import Statements
package import WorkQueue

/// Publishes one table whose chunks are done: reconcile, make logged, check, key or definition, analyse, sequences, swap,
/// validate.
///
/// Each step may be repeated, so that a successor of a killed coordinator goes on where it was.
package struct TablePublisher: Sendable {
    private let term: Term
    private let snapshot: Snapshot
    private let runs: Runs
    private let target: PostgresConnection
    /// The source's count of a table's rows, now.
    private let countSource: @Sendable (TableSpec) async throws -> Int
    private let logger: Logger
    /// Opens further connections to the target; nil: one must do.
    private let connect: (@Sendable () async throws -> PostgresConnection)?
    private let patience: LockPatience

    package enum Outcome: Hashable, Sendable {
        case published(rows: Int)
        /// Some chunks have to be copied first.
        case notLoaded(open: Int)
        /// Another table of the run comes first, which its foreign keys refer to.
        case waiting(for: QualifiedName)
    }

    package init(
        term: Term, snapshot: Snapshot, runs: Runs, target: PostgresConnection, logger: Logger,
        patience: LockPatience = LockPatience(),
        connect: (@Sendable () async throws -> PostgresConnection)? = nil,
        countSource: @escaping @Sendable (TableSpec) async throws -> Int
    ) {
        self.term = term
        self.snapshot = snapshot
        self.runs = runs
        self.target = target
        self.logger = logger
        self.patience = patience
        self.connect = connect
        self.countSource = countSource
    }

    package func publish(_ table: StoredTable) async throws -> Outcome {
        guard let spec = table.spec else {
            throw Failure(.internalError, "table \(table.number) of run \(term.run) has no plan")
        }
        let led = LedTable(
            name: spec.target, number: table.number, epoch: table.epoch, term: term, runs: runs)
        let others = try await UnpublishedTables(run: term.run, runs: runs, target: target)
        if let first = try await others.awaited(by: table) { return .waiting(for: first) }
        try await runs.startPublishing(table.number, under: term)
        // Says so where the target went back to before the plan, and nothing of the run is there.
        _ = try await led.isPublished(on: target)
        let reconciled = try await Reconciliation(
            term: term, table: table, owned: spec.target, runs: runs, target: target
        ).run()
        guard reconciled.isWhole else {
            try await runs.returnToLoading(table.number, under: term)
            return .notLoaded(open: reconciled.requeued + reconciled.open + 2 * reconciled.split)
        }
        try FaultPoint.afterReconcile.reach()
        if try await !led.isPublished(on: target) {
            // First, for a crash of the target can take the rows until then.
            try await makeLogged(led, spec)
            try FaultPoint.afterLogging.reach()
            try await checkRows(table, spec, copied: reconciled.rows)
            try checkSplits(spec, reconciled)
            try await finish(led, spec, others)
        }
        try FaultPoint.afterSwap.reach()
        if spec.mode == .replace {
            try await KeyValidation(
                term: term, runs: runs, target: target, unpublished: others.names(without: table), logger: logger
            ).perform()
        }
        try await runs.completeTable(table.number, rows: reconciled.rows, under: term)
        logger.info("table published", metadata: ["table": "\(spec.target)", "rows": "\(reconciled.rows)"])
        return .published(rows: reconciled.rows)
    }

    static let longStep = Duration.seconds(24 * 3600)

    private func checkRows(_ table: StoredTable, _ spec: TableSpec, copied: Int) async throws {
        let planned = table.expectedRows
        let stored: Int
        if spec.mode == .append {
            let loaded = try await LoadedRows.count(
                in: spec.target, run: term.run, tableNumber: table.number, epoch: table.epoch, isOwnTable: false,
                enough: copied, on: target)
            stored = loaded.present(of: copied).rows
        } else {
            let count = Statement(
                name: "count_rows", text: "SELECT count(*) AS rows FROM \(spec.loadTable.postgresQuoted)")
            stored = try await target.query(count, deadline: Self.longStep).first?.int("rows") ?? 0
        }
        guard stored >= copied else {
            throw Failure(
                .verificationDiffers,
                "\(spec.loadTable) holds \(stored) of the \(copied) rows that the receipts prove: rows were removed while "
                    + "it was loaded",
                hint: "Cancel the run, which says what remains, and start again.")
        }
        guard stored == copied else {
            throw Failure(
                .refused, "\(spec.loadTable) holds \(stored) rows but the receipts prove \(copied)",
                hint: "Something else writes to that table. Stop it, cancel the run and start again.")
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
                hint: "Cancel the run and start again while nothing writes to the table; if it stays so, cut it by "
                    + "another column, or with chunk: {by: none}, and report it.")
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
    private func createKey(_ table: LedTable, _ spec: TableSpec) async throws {
        guard !spec.primaryKey.isEmpty else { return }
        let columns = spec.primaryKey.map(PostgresIdentifier.quoted).joined(separator: ", ")
        let name = PostgresIdentifier.quoted(spec.loadTable.primaryKeyName)
        let statement = Statement(
            name: "create_primary_key",
            text: "ALTER TABLE \(spec.loadTable.postgresQuoted) ADD CONSTRAINT \(name) PRIMARY KEY (\(columns))")
        do {
            try await table.shared(on: target) { target in
                try target.execute(statement, deadline: Self.longStep)
            }
        } catch let error as PostgresError {
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

    private func makeLogged(_ table: LedTable, _ spec: TableSpec) async throws {
        let load = UnloggedLoad(loadTable: spec.loadTable, table: table)
        // An attempt that was given up on may have its COPY open, and wait for the fence that we hold.
        try await request("making \(spec.target) logged", [spec.loadTable]).perform(on: target) { wait in
            if try await load.makeLogged(on: target, wait: wait) {
                logger.info("table made logged", metadata: ["table": "\(spec.target)"])
            }
        }
    }

    /// Makes the load table ready, and in one transaction its rows visible (in `replace` mode) and the table free.
    ///
    /// What an owner changes of the target until the last moment is made of the load table, too.
    private func finish(_ table: LedTable, _ spec: TableSpec, _ others: UnpublishedTables) async throws {
        var round = 1
        while true {
            try await prepare(table, spec, others)
            try FaultPoint.beforeSwap.reach()
            let waits = request("replacing \(spec.target)", [spec.target])
            do {
                return try await waits.perform(on: target) { wait in
                    try await TableSwap(spec: spec, table: table, wait: wait).perform(on: target)
                }
            } catch is DefinitionSwap.Changed where round < 5 {
                round += 1
            } catch is DefinitionSwap.Changed {
                throw Failure(
                    .target, "\(spec.target) is changed again and again while it is to be replaced",
                    hint: "Let its definition rest, then `snowmelt publish RUN`.")
            } catch let error as PostgresError where error.sqlState == "2BP01" {
                throw Failure(
                    .refused, "\(spec.target) can't be replaced: other objects depend on it",
                    hint: "Drop the views or foreign keys on it, or use mode truncate, which keeps the table.")
            }
        }
    }

    /// What takes time, and nobody waits for.
    private func prepare(_ table: LedTable, _ spec: TableSpec, _ others: UnpublishedTables) async throws {
        if let shape = spec.shape, shape.isKept {
            let (name, staging) = (spec.target.inSchema, spec.loadTable.inSchema)
            try await DefinitionBuild(
                target: name, staging: staging, table: table, connection: target, connect: connect, patience: patience,
                logger: logger
            ).perform()
            try await checkKeys(name, staging, others)
        } else if spec.mode == .replace {
            try await createKey(table, spec)
        }
        let analyze = Statement(name: "analyze", text: "ANALYZE \(spec.loadTable.inSchema.postgresQuoted)")
        try await table.shared(on: target) { target in
            try target.execute(analyze, deadline: Self.longStep)
        }
        try await SequenceAdvance(spec: spec, table: table, target: target, logger: logger).perform()
    }

    /// Refuses while the old rows are there still, if rows of other tables would be left without what they refer to.
    private func checkKeys(_ name: QualifiedName, _ staging: QualifiedName, _ others: UnpublishedTables) async throws {
        let dependents = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            guard let relation = try TargetCatalogue.relation(name, on: target) else { return [Dependent]() }
            return try Dependent.all(of: relation, staging: staging, on: target)
        }
        for dependent in dependents where dependent.isValidKey {
            guard let orphans = dependent.orphans, let relation = dependent.relation,
                !others.names.contains(relation)
            else { continue }
            let statement = Statement(name: "check_foreign_key", text: orphans)
            guard try await target.query(statement, deadline: Self.longStep).first?.bool("present") == true else {
                continue
            }
            throw Failure(
                .target,
                "\(name): rows of \(relation) refer to rows that the new ones lack, against \(dependent.description); "
                    + "the old ones stay",
                hint: "Correct those rows, or drop the constraint, then `snowmelt publish RUN`.")
        }
    }

    private func request(_ purpose: String, _ tables: [QualifiedName]) -> LockRequest {
        LockRequest(purpose, relations: tables.map(\.inSchema.postgresQuoted), patience: patience, logger: logger)
    }
}
