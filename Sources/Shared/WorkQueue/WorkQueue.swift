package import Model
package import Postgres
import Statements

/// The queue of chunks in the control database, and the one writer of a chunk's state: claim, finish, retry, release,
/// split, requeue and reap are here, and nobody else changes the table `work` once a plan is written.
///
/// # Guarantee
///
/// No chunk gets lost. A chunk that was planned is copied in the end, or is shown as failed with the reason, whichever
/// processes die on the way. At most one claim on a chunk stands at a time. Each claim has a random token, and whatever
/// a worker changes of its chunk names the token: under a token that doesn't stand any more nothing is changed, and the
/// answer says so (`false`). A worker's name or a counter would not do: names are reused after a restart, counters
/// repeat after a failover.
///
/// # What is guaranteed elsewhere
///
/// That rows arrive exactly once rests on the receipts in the target alone, see `ChunkTransfer` in `Transfer`. The
/// queue is a hint. Leases, heartbeats and the reaper only decide who works next and how soon. Two attempts at one
/// chunk may run side by side, for example while a worker sleeps past its lease; then one of them cannot commit. `done`
/// is a hint as well: before a table is published its chunks are held against the receipts, and where they differ the
/// receipts win (`complete`, `requeueUnreceipted`). So nothing here can lose or double a row, only delay it.
///
/// # Limits
///
/// - A worker that dies without a word is noticed when its lease has run out: 30 s at most. Its chunks are taken back
///   by the next round of a reaper, 10 s at most, and claimed by the next poll, 5 s at most.
/// - An attempt counts from its claim. So a chunk that kills its worker each time ends as `failed` after the most
///   attempts of its table. Attempts that are given back don't count; a failing source gives a chunk back ten times at
///   most.
/// - `claim` and `finish` don't wait for the disk. A crash of the control database can forget them. Then the chunk is
///   ready again, and whoever claims it finds the receipt.
/// - Statements are short and free of session state, so that a pooler of transactions may stand between. There is no
///   NOTIFY: slots poll, see `ClaimPacing`. All times are those of the database's clock.
/// - Claims are for chunks of active runs of one config, and only while the source's circuit breaker is closed.
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
/// A claim's token is known before the claim is sent. Where the answer to a claim gets lost, the worker releases the
/// token, or its reaper requeues what no slot holds (`requeueUnheld`).
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

    /// Chunks that are left to do: ready (now or later) and claimed.
    package func remaining(run: RandomID?) async throws(PostgresError) -> (ready: Int, claimed: Int) {
        let rows = try await database.query(SQL.remainingWork, [.text(configIdentity), .optional(run)])
        guard let row = rows.first else { return (0, 0) }
        return (try row.int("ready"), try row.int("claimed"))
    }

    /// How to copy the chunks of a table.
    package func tableSpec(run: RandomID, table: Int) async throws(PostgresError) -> PlannedTable? {
        let rows = try await database.query(SQL.tableSpec, [.text(run.text), .int(table)])
        guard let row = rows.first, let spec = try row.optionalSpec() else { return nil }
        return PlannedTable(
            spec: spec, maxAttempts: try row.int("max_attempts"),
            snapshot: spec.snapshot(ofRun: Snapshot(text: try row.string("snapshot"))),
            runName: try row.string("run_name"))
    }
}
