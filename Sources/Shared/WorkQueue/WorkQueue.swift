package import Model
package import Postgres
import Statements

/// The claim protocol's statements on the control database, as a worker uses them.
///
/// The queue is a hint, receipts are the truth: nothing here can lose or double a row, only delay it.
package struct WorkQueue: Sendable {
    package let database: ControlDatabase
    /// Runs of this config only are worked on.
    package let configIdentity: String

    package init(database: ControlDatabase, configIdentity: String) {
        self.database = database
        self.configIdentity = configIdentity
    }

    /// Claims the first chunk that is ready behind `queuePosition`, or nothing.
    ///
    /// When this throws, the claim may have been made all the same: release `token` before the next one.
    package func claim(
        run: RandomID, after queuePosition: Int, worker: RandomID, token: RandomID
    ) async throws(PostgresError) -> ClaimedChunk? {
        let rows = try await database.query(
            SQL.claimChunk,
            [.text(run.text), .int(queuePosition), .text(worker.text), .text(token.text)])
        guard let row = rows.first else { return nil }
        let key = ChunkKey(
            runID: run, tableNumber: try row.int("table_no"), epoch: try row.int("epoch"),
            chunkNumber: try row.int("chunk_no"))
        return ClaimedChunk(
            key: key, workerID: worker, token: token, attempt: try row.int("attempt"),
            isAfterLoss: try row.bool("is_after_loss"), queuePosition: try row.int("queue_pos"),
            predicate: try row.optionalString("predicate"),
            range: try row.string("chunk_range"), expectedRows: try row.optionalInt("expected_rows"))
    }

    /// Marks a chunk whose receipt is committed as done.
    ///
    /// Whether the claim still stood.
    @discardableResult
    package func finish(_ chunk: ClaimedChunk, _ outcome: CopiedChunk) async throws(PostgresError) -> Bool {
        let key = chunk.key
        return try await database.executeRepeatably(
            SQL.finishChunk,
            [
                .text(key.runID.text), .int(key.tableNumber), .int(key.epoch), .int(key.chunkNumber),
                .text(chunk.token.text), .int(outcome.rows), .int(outcome.bytes),
                .int(outcome.sourceTime.milliseconds), .int(outcome.encodeTime.milliseconds),
                .int(outcome.targetTime.milliseconds),
            ]) > 0
    }

    /// Gives a claim back unharmed.
    ///
    /// Whether it still stood.
    @discardableResult
    package func release(worker: RandomID, token: RandomID) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.releaseChunk, [.text(worker.text), .text(token.text), "released", .null]) > 0
    }

    /// Gives a claim back because the worker's deadline has come; `error` says what keeps the chunk from being split.
    ///
    /// Whether it still stood.
    @discardableResult
    package func releaseOverdue(_ chunk: ClaimedChunk, error: String?) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.releaseChunk,
            [.text(chunk.workerID.text), .text(chunk.token.text), "overdue", .optional(error)]) > 0
    }

    /// Puts a chunk whose attempt failed to the back of the queue after `delay`, or ends it as failed.
    @discardableResult
    package func retry(
        _ chunk: ClaimedChunk, permanent: Bool, maxAttempts: Int, delay: Duration, error: String
    ) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.retryChunk,
            [
                .text(chunk.workerID.text), .text(chunk.token.text), .bool(permanent), .int(maxAttempts),
                .double(delay.inSeconds), .text(error),
            ]) > 0
    }

    /// Chunks that are left to do: ready (now or later) and claimed.
    package func remaining(run: RandomID?) async throws(PostgresError) -> (ready: Int, claimed: Int) {
        let rows = try await database.query(SQL.remainingWork, [.text(configIdentity), .optional(run)])
        guard let row = rows.first else { return (0, 0) }
        return (try row.int("ready"), try row.int("claimed"))
    }

    /// How to copy the chunks of a table.
    package func tableSpec(run: RandomID, table: Int) async throws(PostgresError) -> PlannedTable? {
        let rows = try await database.query(SQL.tableSpec, [.text(run.text), .int(table)])
        guard let row = rows.first else { return nil }
        let spec = try decodeSpec(try row.string("spec"), statement: SQL.tableSpec)
        return PlannedTable(
            spec: spec, snapshot: spec.snapshot(ofRun: Snapshot(text: try row.string("snapshot"))),
            runName: try row.string("run_name"))
    }
}

/// What a worker knows about a table whose chunks it copies.
package struct PlannedTable: Sendable {
    package var spec: TableSpec
    package var snapshot: Snapshot
    package var runName: String
}
