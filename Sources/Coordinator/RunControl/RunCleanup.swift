import Events
import Model
import Planning
import Postgres
import Publishing
import Statements
import WorkQueue

/// Removes what a run that will not be published has set up in the target.
///
/// Releases its fences, and drops its staging tables and the unlogged receipts that belong to them.
struct RunCleanup: Sendable {
    let run: RandomID
    let runs: Runs
    let targetOptions: PostgresOptions
    let events: Events
    /// The term of the coordinator that gives up its plan; `nil` if the run is cancelled.
    var term: Term?

    /// Thrown if somebody may still need what the run has set up.
    struct InUse: Error {}

    /// Removes what the run has set up, and returns its unpublished rows that stay; idempotent.
    ///
    /// The rows that stay were committed in modes `append` and `truncate`. Throws `InUse` if the run hasn't ended and
    /// its plan stands, or another coordinator leads it.
    @discardableResult
    func clean() async throws -> [LeftRows] {
        let target = try await PostgresConnection.connect(targetOptions)
        return try await target.closing { () async throws in try await clean(target) }
    }

    private func clean(_ target: PostgresConnection) async throws -> [LeftRows] {
        guard try await target.query(SQL.targetSchemaExists).first?.bool("present") == true else { return [] }
        // An older version of this program may have planned the run.
        try await SchemaMigration.target.apply(to: target)
        // A staging table may already have foreign keys; dropping it locks the tables that they refer to.
        let request = LockRequest(
            "removing what run \(run) has set up", relations: [], patience: LockPatience(), events: events)
        try await request.perform(on: target) { wait in
            try await remove(target, wait: wait)
        }
        return try await LeftRows.of(run, on: target)
    }

    private func remove(_ target: PostgresConnection, wait: Duration) async throws {
        try await target.transaction(
            settings: ["lock_timeout": "\(wait / .milliseconds(1))ms"],
            holding: [StatementCall(SQL.lockRun, [.text(run.text)])],
            permit: { _ in guard try await runs.isAbandoned(run, by: term) else { throw InUse() } }
        ) { target, _ in
            for fence in try target.query(SQL.fencesOfRun, [.text(run.text)]) {
                let (schema, table) = (try fence.string("target_schema"), try fence.string("target_table"))
                let number = try fence.int("table_no")
                try target.execute(SQL.releaseFence, [.text(schema), .text(table), .text(run.text)])
                let staging = StagingName.table(
                    target: QualifiedName(schema: schema, name: table), runID: run.text,
                    tableNumber: number)
                try target.execute(
                    Statement(name: "drop_staging", text: "DROP TABLE IF EXISTS \(staging.postgresQuoted)"))
                try target.execute(SQL.dropUnloggedReceipts, [.text(run.text), .int(number)])
            }
        }
    }
}
