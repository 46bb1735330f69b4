package import Events
import FaultPoints
package import Model
package import Postgres
import Statements
package import WorkQueue

/// Publishes one table whose chunks are done, step by step: see `PublicationStep`.
package struct TablePublisher: Sendable {
    private let term: Term
    private let snapshot: Snapshot
    private let runs: Runs
    private let queue: WorkQueue
    private let target: PostgresConnection
    /// Counts a table's rows at the source now.
    private let countSource: @Sendable (TableSpec) async throws -> Int
    private let events: Events
    /// Opens further connections to the target; `nil` if only one may be used.
    private let connect: (@Sendable () async throws -> PostgresConnection)?
    private let patience: LockPatience
    private let searchPath: String?

    package enum Outcome: Hashable, Sendable {
        case published(rows: Int)
        /// Some chunks must be copied first; `open` is their number.
        case notLoaded(open: Int)
    }

    /// - Parameter searchPath: the search path for functions that the tables' indexes and constraints use.
    package init(
        term: Term, snapshot: Snapshot, runs: Runs, queue: WorkQueue, target: PostgresConnection, events: Events,
        patience: LockPatience = LockPatience(), searchPath: String? = nil,
        connect: (@Sendable () async throws -> PostgresConnection)? = nil,
        countSource: @escaping @Sendable (TableSpec) async throws -> Int
    ) {
        self.term = term
        self.snapshot = snapshot
        self.runs = runs
        self.queue = queue
        self.target = target
        self.events = events
        self.patience = patience
        self.searchPath = searchPath
        self.connect = connect
        self.countSource = countSource
    }

    /// - Parameter links: the tables linked with it by foreign keys; none of them may be published at the same time.
    package func publish(_ table: StoredTable, among links: LinkedTables) async throws -> Outcome {
        guard let spec = table.spec else {
            throw Failure(.internalError, "table \(table.number) of run \(term.run) has no plan")
        }
        let led = LedTable(
            name: spec.target, number: table.number, epoch: table.epoch, term: term, runs: runs, searchPath: searchPath)
        let queued = try await QueuedChunks(
            runs.startPublishing(table.number, under: term, beside: QueuedChunks.calls(term.run, table: table)))
        let record = StepRecord<PublicationStep>(table: table.number, term: term, runs: runs, events: events)
        return try await record.during { try await publish(table, led, spec, queued, links, record) }
    }

    private func publish(
        _ table: StoredTable, _ led: LedTable, _ spec: TableSpec, _ queued: QueuedChunks, _ links: LinkedTables,
        _ record: StepRecord<PublicationStep>
    ) async throws -> Outcome {
        record.begin(.reconcile)
        // Also throws if the target was restored to before the plan and holds nothing of the run.
        let (fence, receipts) = try await led.state(on: target, beside: [Reconciliation.receipts(of: term.run, table)])
        let reconciled = try await Reconciliation(
            term: term, table: table, owned: spec.target, queued: queued, receipts: receipts[0], runs: runs,
            queue: queue, target: target
        ).run()
        guard reconciled.isWhole else {
            try await runs.returnToLoading(table.number, under: term)
            return .notLoaded(open: reconciled.requeued + reconciled.open + 2 * reconciled.split)
        }
        try FaultPoint.afterReconcile.reach()
        var counts: PublishedCounts?
        if !fence.isPublished {
            // First, because until then a crash of the target can lose the rows.
            if fence.isUnlogged {
                record.begin(.log)
                try await makeLogged(led, spec)
            }
            try FaultPoint.afterLogging.reach()
            let audit = RowAudit(
                run: term.run, table: table, spec: spec, reconciled: reconciled, snapshot: snapshot,
                countSource: countSource, events: events)
            let small = SmallPublication(spec: spec, table: led, audit: audit)
            if try await !publishAtOnce(small, spec, record, counts: &counts) {
                counts = try await prepare(led, spec, links, record, beside: audit)
                try await finish(led, spec, links, record)
            }
        }
        try FaultPoint.afterSwap.reach()
        if spec.shape?.isKept == true {
            record.begin(.validate)
            try await KeyValidation(term: term, runs: runs, target: target, links: links, events: events).perform()
        }
        try await runs.completeTable(table.number, rows: reconciled.rows, counts: counts, under: term)
        events.record(.tablePublished(spec.target, rows: reconciled.rows, spec.mode))
        return .published(rows: reconciled.rows)
    }

    static let longStep = Duration.seconds(24 * 3600)

    /// Publishes a small table in one transaction.
    ///
    /// Returns `false` if the table isn't small or if a statement failed because of the table's rows or definition.
    /// Publishing step by step then finds out the reason.
    private func publishAtOnce(
        _ small: SmallPublication, _ spec: TableSpec, _ record: StepRecord<PublicationStep>,
        counts: inout PublishedCounts?
    ) async throws -> Bool {
        guard small.isSuitable else { return false }
        try FaultPoint.beforeSwap.reach()
        record.begin(.swap)
        do {
            counts = try await request("replacing \(spec.target)", [spec.target]).perform(on: target) { wait in
                try await small.perform(on: target, wait: wait)
            }
            return true
        } catch let error as PostgresError {
            // For example, rows violate the key, or an earlier try has already created it.
            guard let state = error.sqlState, ["23", "42"].contains(state.prefix(2)) else { throw error }
            return false
        }
    }

    private func makeLogged(_ table: LedTable, _ spec: TableSpec) async throws {
        let load = UnloggedLoad(loadTable: spec.loadTable, table: table)
        // An abandoned attempt may still have its COPY open, and wait for the fence that this transaction holds.
        try await request("making \(spec.target) logged", [spec.loadTable]).perform(on: target) { wait in
            if try await load.makeLogged(on: target, wait: wait) {
                events.record(.tableMadeLogged(spec.target))
            }
        }
    }

    /// In one transaction, makes the rows visible (in mode `replace`) and releases the table.
    ///
    /// Changes that an owner makes to the target until the last moment are made to the load table, too.
    private func finish(
        _ table: LedTable, _ spec: TableSpec, _ links: LinkedTables, _ record: StepRecord<PublicationStep>
    ) async throws {
        var round = 1
        while true {
            if round > 1 { try await prepare(table, spec, links, record) }
            try FaultPoint.beforeSwap.reach()
            record.begin(.swap)
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
                    hint: "Let its definition rest, then `snowmelt run`.")
            } catch let error as PostgresError where error.sqlState == "2BP01" {
                throw Failure(
                    .refused, "\(spec.target) can't be replaced: other objects depend on it",
                    hint: "Drop the views or foreign keys on it, or use mode truncate, which keeps the table.")
            }
        }
    }

    /// Prepares the load table and counts its rows, in parallel if there are enough to justify a second connection.
    private func prepare(
        _ table: LedTable, _ spec: TableSpec, _ links: LinkedTables, _ record: StepRecord<PublicationStep>,
        beside audit: RowAudit
    ) async throws -> PublishedCounts {
        guard let connect, audit.copied >= Self.manyRows else {
            record.begin(.audit)
            let counts = try await audit.perform(on: target)
            try await prepare(table, spec, links, record)
            return counts
        }
        let counting = try await connect()
        return try await counting.closing {
            async let counts = withTaskCancellationHandler {
                try await audit.perform(on: counting, isBeside: spec.mode.isStaged)
            } onCancel: {
                counting.cancel()
            }
            try await prepare(table, spec, links, record, isCounted: true)
            record.begin(.audit)
            return try await counts
        }
    }

    private static let manyRows = 200_000

    /// Performs the slow steps before the swap, for which nobody waits.
    ///
    /// - Parameter isCounted: whether another connection counts the rows at the same time.
    private func prepare(
        _ table: LedTable, _ spec: TableSpec, _ links: LinkedTables, _ record: StepRecord<PublicationStep>,
        isCounted: Bool = false
    ) async throws {
        for part in preparation(table, spec, links, record, isCounted: isCounted) {
            record.begin(part.step)
            try await part.perform()
        }
    }

    /// The steps of a load mode before its rows become visible, in order.
    private func preparation(
        _ table: LedTable, _ spec: TableSpec, _ links: LinkedTables, _ record: StepRecord<PublicationStep>,
        isCounted: Bool
    ) -> [any PreparationPart] {
        var parts: [any PreparationPart] = []
        if let shape = spec.shape, shape.isKept {
            let (name, staging) = (spec.target.inSchema, spec.loadTable.inSchema)
            parts.append(
                DefinitionBuild(
                    target: name, staging: staging, table: table, connection: target, connect: connect,
                    patience: patience, record: record, events: events))
            parts.append(ReferenceCheck(name: name, staging: staging, links: links, target: target))
        } else if spec.mode.isStaged {
            parts.append(PrimaryKeyBuild(spec: spec, table: table, target: target, isRead: isCounted))
        }
        parts.append(StatisticsUpdate(spec: spec, table: table, target: target))
        // A staging table that the run defines itself has no sequences.
        if !spec.mode.isStaged || spec.shape?.isKept == true {
            parts.append(SequenceAdvance(spec: spec, table: table, target: target, events: events))
        }
        return parts
    }

    private func request(_ purpose: String, _ tables: [QualifiedName]) -> LockRequest {
        LockRequest(purpose, relations: tables.map(\.inSchema.postgresQuoted), patience: patience, events: events)
    }
}
