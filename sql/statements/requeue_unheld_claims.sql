-- Requeues a living worker's claims that none of its slots holds, or fails their chunks if the attempts are used up.
-- Such claims remain if the reply to a claim was lost, or if the end of an attempt couldn't be recorded; they would
-- otherwise stay claimed as long as the worker lives. Caller: worker, every 5 to 10 s. $1 worker_id, $2 tokens (array)
-- that were claimed before the worker checked its slots and that no slot held then; this excludes claims made
-- meanwhile. Locks: the work rows, skipped if locked. Index: work_claimed.
WITH unheld AS MATERIALIZED (
    SELECT w.run_id, w.table_no, w.epoch, w.chunk_no
      FROM migration_status.work w
     WHERE w.worker_id = $1::uuid AND w.state = 'claimed' AND w.claim_token = ANY ($2::uuid[])
       FOR UPDATE OF w SKIP LOCKED),
ended AS (
    UPDATE migration_status.work w
       SET state = CASE WHEN w.attempt >= t.max_attempts THEN 'failed' ELSE 'ready' END::migration_status.work_state,
           queue_pos = nextval('migration_status.queue_pos'), finished_at = clock_timestamp(),
           ready_at = clock_timestamp()
      FROM unheld u
      JOIN migration_status.run_table t ON t.run_id = u.run_id AND t.table_no = u.table_no
     WHERE w.run_id = u.run_id AND w.table_no = u.table_no AND w.epoch = u.epoch AND w.chunk_no = u.chunk_no
    RETURNING w.*)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'lost', worker_id, claimed_at,
       'the worker lost track of its claim: the control database did not answer in time'
  FROM ended
