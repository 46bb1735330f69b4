-- Moves a chunk whose attempt failed to the back of the queue, or marks it as failed: after a permanent failure at
-- once, after a transient one if the attempts are used up. Returns no row if the claim was lost.
-- Caller: slot. $1 worker_id, $2 claim token, $3 permanent, $4 delay in seconds, $5 error.
-- Locks: the chunk's work row. Index: work_claimed.
WITH ended AS (
    UPDATE migration_status.work w
       SET state = CASE WHEN $3::boolean OR w.attempt >= t.max_attempts THEN 'failed' ELSE 'ready'
                   END::migration_status.work_state,
           queue_pos = nextval('migration_status.queue_pos'), finished_at = clock_timestamp(),
           ready_at = clock_timestamp() + make_interval(secs => $4::float8)
      FROM migration_status.run_table t
     WHERE w.worker_id = $1::uuid AND w.claim_token = $2::uuid AND w.state = 'claimed'
       AND t.run_id = w.run_id AND t.table_no = w.table_no
    RETURNING w.*)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, CASE WHEN state = 'failed' THEN 'failed' ELSE 'retried' END,
       worker_id, claimed_at, $5
  FROM ended
