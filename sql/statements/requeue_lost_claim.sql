-- Requeues a lost claim, or fails its chunk if the attempts are used up. Returns no row if another process did so, or
-- the worker's lease is valid again. Caller: reaper, after it ended the claim's session in the target. $1 run_id, $2
-- table_no, $3 epoch, $4 chunk_no, $5 claim token. Locks: the work row, skipped if locked. Index: work_pkey.
WITH lost AS MATERIALIZED (
    SELECT w.run_id, w.table_no, w.epoch, w.chunk_no
      FROM migration_status.work w
     WHERE w.run_id = $1::uuid AND w.table_no = $2::int AND w.epoch = $3::int AND w.chunk_no = $4::int
       AND w.claim_token = $5::uuid AND w.state = 'claimed'
       AND NOT EXISTS (SELECT FROM migration_status.worker k
                        WHERE k.worker_id = w.worker_id AND k.state <> 'gone' AND k.lease_until > clock_timestamp())
       FOR UPDATE OF w SKIP LOCKED),
ended AS (
    UPDATE migration_status.work w
       SET state = CASE WHEN w.attempt >= t.max_attempts THEN 'failed' ELSE 'ready' END::migration_status.work_state,
           queue_pos = nextval('migration_status.queue_pos'), finished_at = clock_timestamp(),
           ready_at = clock_timestamp()
      FROM lost l
      JOIN migration_status.run_table t ON t.run_id = l.run_id AND t.table_no = l.table_no
     WHERE w.run_id = l.run_id AND w.table_no = l.table_no AND w.epoch = l.epoch AND w.chunk_no = l.chunk_no
    RETURNING w.*)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'lost', worker_id, claimed_at,
       'the worker stopped renewing its lease (killed, cut off or frozen)'
  FROM ended
