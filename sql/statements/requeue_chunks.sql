-- Requeues failed chunks, or given chunks that are failed or ready, with all their attempts.
-- Caller: requeue. $1 run_id, $2 table name or NULL, $3 chunk numbers (array) or NULL for all failed ones.
-- Chunks that are done stay done, because they have receipts. Locks: the work rows. Index: work_failed, work_ready.
WITH requeued AS (
    UPDATE migration_status.work w
       SET state = 'ready', attempt = 0, queue_pos = nextval('migration_status.queue_pos'),
           ready_at = clock_timestamp()
      FROM migration_status.run_table t
     WHERE w.run_id = $1::uuid AND t.run_id = w.run_id AND t.table_no = w.table_no AND t.epoch = w.epoch
       AND t.state = 'loading'
       AND ($2::text IS NULL OR $2 IN (t.source_table, t.target_table, t.source_schema || '.' || t.source_table,
                                       t.target_schema || '.' || t.target_table))
       AND (w.state = 'failed' OR ($3::int[] IS NOT NULL AND w.state = 'ready'))
       AND ($3::int[] IS NULL OR w.chunk_no = ANY ($3::int[]))
    RETURNING w.*)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'requeued', worker_id, claimed_at FROM requeued
