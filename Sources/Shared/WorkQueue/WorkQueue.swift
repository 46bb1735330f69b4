package import Model
package import Postgres
import Statements

/// The queue of chunks in the control database, and the only writer of a chunk's state.
///
/// Claim, finish, retry, release, split, requeue and reap are here. Nothing else changes the table `work` once a plan
/// is written.
///
/// # Guarantee
///
/// No chunk is lost. A planned chunk is eventually copied, or is shown as failed with the reason, no matter which
/// processes die. At most one claim on a chunk stands at a time. Each claim has a random token, and every change that a
/// worker makes to its chunk names the token. If the token no longer stands, nothing is changed, and the answer says so
/// (`false`). A worker's name or a counter isn't enough: names are reused after a restart, and counters can repeat
/// after a failover.
///
/// # What is guaranteed elsewhere
///
/// Exactly-once delivery of rows depends only on the receipts in the target, see `ChunkTransfer` in `Transfer`. The
/// queue is a hint. Leases, heartbeats and the reaper only decide who works next and how soon. Two attempts at one
/// chunk can run at the same time, for example if a worker was suspended past its lease; then one of them cannot
/// commit. `done` is a hint as well: before a table is published, its chunks are compared with the receipts, and if
/// they differ, the receipts win (`complete`, `requeueUnreceipted`). So an error here can't lose or duplicate a row,
/// only delay it.
///
/// # Limits
///
/// - A worker that dies without signing off is noticed when its lease has expired, after at most 30 s. Its chunks are
///   taken back in the next round of a reaper, within 10 s, and claimed by the next poll, within 5 s.
/// - An attempt counts from its claim. So a chunk that kills its worker each time becomes `failed` after the table's
///   maximum number of attempts. Attempts that are given back don't count; a failing source can give a chunk back at
///   most ten times.
/// - `claim` and `finish` don't wait for the disk, so a crash of the control database can lose them. Then the chunk is
///   ready again, and the next worker that claims it finds the receipt.
/// - Statements are short and leave no session state, so a transaction pooler may stand in between. There is no NOTIFY:
///   slots poll, see `ClaimPacing`. All times come from the database's clock.
/// - Only chunks of active runs of one config can be claimed, and only while the source's circuit breaker is closed.
///
/// # States
///
/// ```
///   planned ──▶ ready ──claim──▶ claimed ──finish──▶ done
///                 ▲                 │
///                 ├──── release ────┤   the worker stops: same place, attempt given back
///                 ├──── giveBack ───┤   the source fails: to the back, attempt given back
///                 ├──── retry ──────┤   the attempt failed: to the back after a rest ──┐
///                 └──── reap ───────┘   its worker died: to the back ──────────────────┴──▶ failed: no attempt is left,
///                                                                                           or none can succeed
///   any state ──split──────▶ gone; two halves are ready     its void receipt is in the target
///   any state ──complete───▶ done                           its receipt is in the target
///   done      ──requeue────▶ ready                          it has no receipt: the target went back in time
///   failed    ──requeue────▶ ready, all attempts anew       an operator asks for it
///   claimed   ──dropClaims─▶ ready                          its run was cancelled, or is planned anew
/// ```
///
/// The worker creates a claim's token before it sends the claim. If the answer to the claim is lost, the worker
/// releases the token, or its reaper requeues the claims that no slot holds (`requeueUnheld`).
package struct WorkQueue: Sendable {
    package let database: ControlDatabase
    /// The config whose runs are worked on.
    package let configIdentity: String

    package init(database: ControlDatabase, configIdentity: String) {
        self.database = database
        self.configIdentity = configIdentity
    }

    /// Claims the first ready chunk behind `queuePosition`; returns `nil` if there is none.
    ///
    /// If this throws, the claim may still have been made: release `token` before the next claim.
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

    /// The number of chunks left to copy: ready (now or later) and claimed.
    package func remaining(run: RandomID?) async throws(PostgresError) -> (ready: Int, claimed: Int) {
        let rows = try await database.query(SQL.remainingWork, [.text(configIdentity), .optional(run)])
        guard let row = rows.first else { return (0, 0) }
        return (try row.int("ready"), try row.int("claimed"))
    }

    /// How to copy a table's chunks; `nil` if the table has no plan.
    package func tableSpec(run: RandomID, table: Int) async throws(PostgresError) -> PlannedTable? {
        let rows = try await database.query(SQL.tableSpec, [.text(run.text), .int(table)])
        guard let row = rows.first, let spec = try row.optionalSpec() else { return nil }
        return PlannedTable(
            spec: spec, maxAttempts: try row.int("max_attempts"),
            snapshot: spec.snapshot(ofRun: Snapshot(text: try row.string("snapshot"))))
    }
}
