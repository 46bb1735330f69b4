import Logging
import Model
import Postgres
import Statements
package import WorkQueue

/// The verbs that look at runs and steer them.
extension Coordinator {
    package func status(run text: String) async throws -> (status: RunStatus, workers: [WorkerStatus]) {
        let run = try await find(text)
        return (try await runs.status(run.id), try await runs.workers(config: run.configIdentity))
    }

    package func chunks(run text: String, state: String?, table: String?) async throws -> [ChunkStatus] {
        try await runs.chunks(find(text).id, state: state, table: table)
    }

    /// All workers of the control database.
    package func workers() async throws -> [WorkerStatus] {
        try await requireSchema()
        return try await runs.workers(config: nil)
    }

    /// Puts failed chunks, or the chunks named, back into the queue.
    ///
    /// Returns how many.
    package func requeue(run text: String, table: String?, chunks: [Int]?) async throws -> Int {
        let run = try await find(text)
        guard !run.state.hasEnded else {
            throw Failure(.refused, "run \(run.name) has ended", hint: "Plan a new one with `snowmelt run`.")
        }
        try await runs.clearErrors(run.id, table: table)
        return try await runs.requeue(run.id, table: table, chunks: chunks)
    }

    /// Lets workers claim no more chunks of a run, or lets them again.
    ///
    /// Returns the run.
    package func setPaused(run text: String, _ paused: Bool) async throws -> RunStatus {
        let run = try await find(text)
        guard try await runs.setPaused(run.id, paused) else {
            throw Failure(.refused, "run \(run.name) has ended")
        }
        return try await runs.status(run.id)
    }

    /// Ends a run for good and takes back what isn't published.
    ///
    /// May be repeated.
    package func cancel(run text: String) async throws -> RunStatus {
        let run = try await find(text)
        guard run.state != .completed else {
            throw Failure(.refused, "run \(run.name) is complete and published; there is nothing to cancel")
        }
        _ = try await runs.cancel(run.id)
        try await endSessions(of: run.id)
        try await runs.database.execute(SQL.dropClaims, [.text(run.id.text)])
        try await RunCleanup(run: run.id, runs: runs, targetOptions: targetOptions, logger: logger).clean()
        return try await runs.status(run.id)
    }

    /// Ends what workers still do in the target for a run that nobody claims from any more; they would learn of it with
    /// their next heartbeat.
    ///
    /// - Parameter term: that of who plans the run anew; nil: it is cancelled.
    func endSessions(of run: RandomID, under term: Term? = nil) async throws {
        let tokens = try await runs.database.query(SQL.claimedTokens, [.text(run.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
        guard !tokens.isEmpty else { return }
        // While it stands nobody else has planned, and these claims are of the plan that was taken back.
        if let term { try await runs.require(term) }
        let target = try await PostgresConnection.connect(targetOptions)
        let left = try await ClaimSessions.end(tokens, on: target)
        await target.close()
        if !left.isEmpty { logger.warning("\(ClaimSessions.obstacle)") }
    }

    /// Rows that a table's receipts prove.
    func receiptedRows(_ run: RandomID, table: StoredTable, on target: PostgresConnection) async throws -> Int {
        try await target.query(
            SQL.receiptsOfTable, [.text(run.text), .int(table.number), .int(table.epoch)]
        ).reduce(0) { sum, row in try sum + row.int("rows") }
    }
}
