import Events
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Statements
import WorkQueue

/// Takes ownership of a run's target tables, and creates the tables to load.
///
/// The run takes all target tables before it creates the first table. So nothing is left behind if a table belongs to
/// another run or holds rows that must stay. Staging tables can be removed again, so they are created in transactions
/// of moderate size: if one transaction creates some thousand tables, the server needs twice the time per table.
/// Everything else is done in one last transaction.
struct TargetSetup: Sendable {
    let term: Term
    let runs: Runs
    let runName: String
    let owner: String
    let target: PostgresConnection
    let leftovers: Leftovers
    let events: Events
    /// Throws if the user wants to stop.
    let check: @Sendable () throws -> Void

    private var run: RandomID { term.run }

    /// Sets up the tables; returns their epochs, in the same order.
    ///
    /// Throws `FenceTaken` if another run owns a table.
    func perform(_ tables: [SurveyedTable]) async throws -> [Int] {
        try await SchemaMigration.target.apply(to: target)
        let locked = tables.map(\.plan.spec).filter(\.mode.ownsAllRows).map(\.target)
        let request = LockRequest(
            "setting up \(locked.map(\.description).joined(separator: ", "))",
            relations: locked.map(\.inSchema.postgresQuoted), patience: LockPatience(), events: events)
        var lost: Set<RandomID> = []
        for spec in tables.map(\.plan.spec) where !spec.mode.ownsAllRows {
            lost.formUnion(try await leftovers.lostRuns(of: spec.target, besides: run, on: target))
        }
        return try await setUp(tables, request, lost: lost)
    }

    private static let batch = 100

    private func batches<Element>(_ all: [Element]) -> [[Element]] {
        stride(from: 0, to: all.count, by: Self.batch).map { start in
            Array(all[start..<min(start + Self.batch, all.count)])
        }
    }

    private func setUp(
        _ tables: [SurveyedTable], _ request: LockRequest, lost: Set<RandomID>
    ) async throws -> [Int] {
        let fences = try await holding(request) { target in
            var fences: [Fence] = []
            for batch in batches(tables) {
                let rows = try target.query(batch.map { fenceTaking($0.plan.spec, number: $0.number) })
                for (table, row) in zip(batch, rows) {
                    let fence = try fence(table.plan.spec, row.first, on: target)
                    if table.plan.spec.mode.emptiesTarget, !fence.isTruncated, table.plan.createStatement == nil {
                        _ = try hasRowsToRemove(table, on: target)
                    }
                    fences.append(fence)
                }
            }
            return fences
        }
        let taken = Array(zip(tables, fences))
        let staged = taken.filter { $0.0.plan.spec.mode.isStaged }
        for batch in batches(staged) {
            try await holding(request) { target in try setUp(batch, lost: lost, on: target) }
        }
        let others = taken.filter { !$0.0.plan.spec.mode.isStaged }
        if !others.isEmpty {
            try await holding(request) { target in
                try setUp(others, lost: lost, on: target)
                // Last, because from then on nobody can read those tables until this transaction is committed.
                for (table, fence) in others where table.plan.spec.mode.emptiesTarget && !fence.isTruncated {
                    try truncate(table, on: target)
                }
            }
        }
        return fences.map(\.epoch)
    }

    /// Runs `body` in a transaction during which nobody else sets up or cleans up the run, if the term stands.
    private func holding<Answer: Sendable>(
        _ request: LockRequest, _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) async throws -> Answer {
        try await request.perform(on: target, check: check) { wait in
            try await target.transaction(
                settings: ["lock_timeout": "\(wait / .milliseconds(1))ms"],
                holding: [StatementCall(SQL.lockRun, [.text(run.text)])],
                permit: { _ in try await runs.require(term) }
            ) { target, _ in try body(target) }
        }
    }

    private struct Fence: Sendable {
        var epoch: Int
        /// Whether the target was already emptied for the run.
        var isTruncated: Bool
    }

    private func setUp(
        _ tables: [(SurveyedTable, Fence)], lost: Set<RandomID>, on target: isolated PostgresConnection
    ) throws {
        for schema in Set(tables.map(\.0.plan.spec.target.schemaOrPublic)).sorted()
        where try target.query(SQL.schemaPrivileges, [.text(schema)]).first?.bool("present") == false {
            try target.execute(
                Statement(
                    name: "create_schema", text: "CREATE SCHEMA IF NOT EXISTS \(PostgresIdentifier.quoted(schema))"))
        }
        try target.executeAll(tables.flatMap { table, _ in creation(of: table) })
        for (table, fence) in tables { try setUp(table, fence, lost: lost, on: target) }
    }

    /// The statements that create a table, if the run defines it itself.
    private func creation(of table: SurveyedTable) -> [StatementCall] {
        let spec = table.plan.spec
        var calls: [StatementCall] = []
        if spec.mode.isStaged {
            // A coordinator that died while planning this run may have left these.
            calls = [
                StatementCall(
                    Statement(name: "drop_staging", text: "DROP TABLE IF EXISTS \(spec.loadTable.postgresQuoted)")),
                StatementCall(SQL.dropUnloggedReceipts, [.text(run.text), .int(table.number)]),
            ]
        }
        if let create = table.plan.createStatement {
            calls.append(StatementCall(Statement(name: "create_table for \(spec.target)", text: create)))
            if !spec.mode.isStaged,
                let key = table.plan.creates?.primaryKeyStatement(on: spec.loadTable)
            {
                calls.append(StatementCall(Statement(name: "create_primary_key", text: key)))
            }
        }
        return calls
    }

    private func setUp(
        _ table: SurveyedTable, _ fence: Fence, lost: Set<RandomID>, on target: isolated PostgresConnection
    ) throws {
        let spec = table.plan.spec
        let schema = spec.target.schemaOrPublic
        if spec.shape?.isKept == true {
            try StagingTable(
                of: spec.target.inSchema, as: spec.loadTable.inSchema, isUnlogged: table.plan.settings.isUnlogged
            ).create(on: target)
        }
        if !spec.mode.ownsAllRows {
            try leftovers.settle(table, run: run, epoch: fence.epoch, lost: lost, on: target)
        }
        if !spec.mode.isStaged {
            try target.execute(
                SQL.beginDirectLoad,
                [
                    .text(run.text), .int(table.number), .int(fence.epoch), .text(schema), .text(spec.target.name),
                    .text(runName), .text(spec.mode.rawValue), .text(leftovers.configIdentity),
                    .text(Leftovers.hash(of: table)), .text(spec.target.inSchema.postgresQuoted),
                ])
        }
        if table.plan.settings.isUnlogged {
            try target.execute(
                SQL.recordUnlogged, [.text(schema), .text(spec.target.name), .text(run.text), .bool(true)])
        }
    }

    private func fenceTaking(_ spec: TableSpec, number: Int) -> StatementCall {
        StatementCall(
            SQL.takeFence,
            [
                .text(spec.target.schemaOrPublic), .text(spec.target.name), .text(run.text), .text(runName),
                .text(owner), .int(number),
            ])
    }

    /// The fence that was taken; throws if another run owns the table.
    ///
    /// - Parameter row: the result of `SQL.takeFence`; `nil` if another run owns the table.
    private func fence(
        _ spec: TableSpec, _ row: PostgresRow?, on target: isolated PostgresConnection
    ) throws -> Fence {
        guard let fence = row else {
            let name: [PostgresValue] = [.text(spec.target.schemaOrPublic), .text(spec.target.name)]
            guard let other = try target.query(SQL.fenceOwner, name).first else {
                throw Failure(.refused, "\(spec.target) was owned by another run a moment ago", hint: "Try again.")
            }
            throw FenceTaken(
                table: spec.target, run: RandomID(text: try other.string("run_id")),
                name: try other.string("run_name"), owner: try other.string("owner"),
                since: try other.string("fenced_at"))
        }
        return Fence(epoch: try fence.int("epoch"), isTruncated: try fence.bool("truncated"))
    }

    /// Whether a table to be emptied holds rows; refuses if it does and the config doesn't allow their removal.
    private func hasRowsToRemove(_ table: SurveyedTable, on target: isolated PostgresConnection) throws -> Bool {
        let name = table.plan.spec.target
        let holdsRows = Statement(
            name: "holds_rows", text: "SELECT EXISTS (SELECT FROM \(name.postgresQuoted)) AS held")
        guard try target.query(holdsRows).first?.bool("held") == true else { return false }
        guard table.plan.settings.allowTruncate else { throw Failure.wouldTruncate(name) }
        return true
    }

    private func truncate(_ table: SurveyedTable, on target: isolated PostgresConnection) throws {
        let spec = table.plan.spec
        if try hasRowsToRemove(table, on: target) {
            try target.execute(
                Statement(name: "truncate_table", text: "TRUNCATE \(spec.target.postgresQuoted)"))
        }
        let key: [PostgresValue] = [.text(spec.target.schemaOrPublic), .text(spec.target.name)]
        try target.execute(SQL.endDirectLoads, key + [.text(DirectLoadState.removed.rawValue), .text(run.text), false])
        try target.execute(
            SQL.recordTruncation,
            key + [.text(run.text)])
    }
}
