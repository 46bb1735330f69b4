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

    /// - Parameter links: the tables that foreign keys link with it, of which none may be published at the same time.
    package func publish(_ table: StoredTable, among links: LinkedTables) async throws -> Outcome {
        guard let spec = table.spec else {
            throw Failure(.internalError, "table \(table.number) of run \(term.run) has no plan")
        }
        let led = LedTable(
            name: spec.target, number: table.number, epoch: table.epoch, term: term, runs: runs)
        try await runs.startPublishing(table.number, under: term)
        // Says so where the target went back to before the plan, and nothing of the run is there.
        let isPublished = try await led.isPublished(on: target)
        let reconciled = try await Reconciliation(
            term: term, table: table, owned: spec.target, runs: runs, target: target
        ).run()
        guard reconciled.isWhole else {
            try await runs.returnToLoading(table.number, under: term)
            return .notLoaded(open: reconciled.requeued + reconciled.open + 2 * reconciled.split)
        }
        try FaultPoint.afterReconcile.reach()
        var counts: PublishedCounts?
        if !isPublished {
            // First, for a crash of the target can take the rows until then.
            try await makeLogged(led, spec)
            try FaultPoint.afterLogging.reach()
            let audit = RowAudit(
                run: term.run, table: table, spec: spec, reconciled: reconciled, snapshot: snapshot,
                countSource: countSource, logger: logger)
            counts = try await prepare(led, spec, links, beside: audit)
            try await finish(led, spec, links)
        }
        try FaultPoint.afterSwap.reach()
        if spec.shape?.isKept == true {
            try await KeyValidation(term: term, runs: runs, target: target, links: links, logger: logger).perform()
        }
        try await runs.completeTable(table.number, rows: reconciled.rows, counts: counts, under: term)
        logger.info("table published", metadata: ["table": "\(spec.target)", "rows": "\(reconciled.rows)"])
        return .published(rows: reconciled.rows)
    }

    static let longStep = Duration.seconds(24 * 3600)

    private func makeLogged(_ table: LedTable, _ spec: TableSpec) async throws {
        let load = UnloggedLoad(loadTable: spec.loadTable, table: table)
        // An attempt that was given up on may have its COPY open, and wait for the fence that we hold.
        try await request("making \(spec.target) logged", [spec.loadTable]).perform(on: target) { wait in
            if try await load.makeLogged(on: target, wait: wait) {
                logger.info("table made logged", metadata: ["table": "\(spec.target)"])
            }
        }
    }

    /// In one transaction, makes the rows visible (in `replace` mode) and the table free.
    ///
    /// What an owner changes of the target until the last moment is made of the load table, too.
    private func finish(_ table: LedTable, _ spec: TableSpec, _ links: LinkedTables) async throws {
        var round = 1
        while true {
            if round > 1 { try await prepare(table, spec, links) }
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

    /// Makes the load table ready while its rows are counted: side by side where there are enough of them to be worth a
    /// second connection.
    private func prepare(
        _ table: LedTable, _ spec: TableSpec, _ links: LinkedTables, beside audit: RowAudit
    ) async throws -> PublishedCounts {
        guard let connect, audit.copied >= Self.manyRows else {
            let counts = try await audit.perform(on: target)
            try await prepare(table, spec, links)
            return counts
        }
        let counting = try await connect()
        do {
            async let counts = withTaskCancellationHandler {
                try await audit.perform(on: counting)
            } onCancel: {
                counting.cancel()
            }
            try await prepare(table, spec, links)
            let found = try await counts
            await counting.close()
            return found
        } catch {
            await counting.close()
            throw error
        }
    }

    private static let manyRows = 200_000

    /// What takes time, and nobody waits for.
    private func prepare(_ table: LedTable, _ spec: TableSpec, _ links: LinkedTables) async throws {
        if let shape = spec.shape, shape.isKept {
            let (name, staging) = (spec.target.inSchema, spec.loadTable.inSchema)
            try await DefinitionBuild(
                target: name, staging: staging, table: table, connection: target, connect: connect, patience: patience,
                logger: logger
            ).perform()
            try await checkKeys(name, staging, links)
        } else if spec.mode == .replace {
            try await PrimaryKeyBuild(spec: spec, table: table, target: target).perform()
        }
        let analyze = Statement(name: "analyze", text: "ANALYZE \(spec.loadTable.inSchema.postgresQuoted)")
        try await table.shared(on: target) { target in
            try target.execute(analyze, deadline: Self.longStep)
        }
        try await SequenceAdvance(spec: spec, table: table, target: target, logger: logger).perform()
    }

    /// Refuses while the old rows are there still, if rows of other tables would be left without what they refer to.
    private func checkKeys(_ name: QualifiedName, _ staging: QualifiedName, _ links: LinkedTables) async throws {
        let dependents = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            guard let relation = try TargetCatalogue.relation(name, on: target) else { return [Dependent]() }
            return try Dependent.all(of: relation, staging: staging, on: target)
        }
        for dependent in dependents where dependent.isValidKey {
            guard let orphans = dependent.orphans, let relation = dependent.relation,
                !links.open.contains(relation)
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
