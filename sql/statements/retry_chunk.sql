-- Puts a chunk whose attempt failed to the back of the queue, or ends it as failed: permanent failures at once,
-- transient ones when the attempts are used up. No row: the claim is not ours any more.
-- Caller: slot. $1 worker_id, $2 claim token, $3 permanent, $4 most attempts, $5 delay in seconds, $6 error.
-- Locks: the chunk's work row. Index: work_claimed.
WITH ended AS (
    UPDATE migration_status.work
       SET state = CASE WHEN $3::boolean OR attempt >= $4::int THEN 'failed' ELSE 'ready' END::migration_status.work_state,
           queue_pos = nextval('migration_status.queue_pos'), finished_at = clock_timestamp(),
           ready_at = clock_timestamp() + make_interval(secs => $5::float8)
     WHERE worker_id = $1::uuid AND claim_token = $2::uuid AND state = 'claimed'
    RETURNING *)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, CASE WHEN state = 'failed' THEN 'failed' ELSE 'retried' END,
       worker_id, claimed_at, $6
  FROM ended
