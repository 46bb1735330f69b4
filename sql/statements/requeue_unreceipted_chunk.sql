-- Requeues a chunk that is marked as done but has no receipt. Caller: publish, while it holds its term.
-- $1 run_id, $2 table_no, $3 epoch, $4 chunk_no. Locks: the work row. Index: work_pkey.
WITH requeued AS (
    UPDATE migration_status.work
       SET state = 'ready', attempt = 0, queue_pos = nextval('migration_status.queue_pos'),
           ready_at = clock_timestamp(), rows = NULL, bytes = NULL
     WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int AND state = 'done'
    RETURNING *)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'requeued', worker_id, claimed_at, 'marked done without a receipt'
  FROM requeued
