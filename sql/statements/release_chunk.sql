-- Releases a claim without counting the attempt; the chunk keeps its place in the queue. Returns no row if the claim
-- was lost. Caller: slot, at shutdown, deadline or pause, or if a claim's reply was lost. $1 worker_id, $2 claim token,
-- $3 outcome (released, or overdue at the worker's deadline), $4 error or NULL. Locks: the chunk's work row.
-- Index: work_claimed.
WITH released AS (
    UPDATE migration_status.work
       SET state = 'ready', attempt = attempt - 1, ready_at = clock_timestamp()
     WHERE worker_id = $1::uuid AND claim_token = $2::uuid AND state = 'claimed'
    RETURNING *)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt + 1, $3, worker_id, claimed_at, $4 FROM released
