-- Control database, version 9: the current step of publishing a table.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- step, step_at: for a table in state publishing, its current step and when it began; NULL until a step has lasted for
-- a second.
ALTER TABLE migration_status.run_table ADD COLUMN step text, ADD COLUMN step_at timestamptz;

CREATE OR REPLACE VIEW migration_status.migration_table_status AS
SELECT t.run_id,
       r.name AS run_name,
       t.source_schema,
       t.source_table,
       t.target_schema,
       t.target_table,
       t.mode,
       CASE
           WHEN t.state IN ('planning', 'completed', 'cancelled') THEN t.state
           WHEN t.error IS NOT NULL THEN 'failed'
           WHEN t.state = 'publishing' THEN 'publishing'
           WHEN w.failed_chunks > 0 AND w.open_chunks = 0 THEN 'failed'
           WHEN w.untouched_chunks = t.total_chunks THEN 'pending'
           ELSE 'in_progress'
       END AS status,
       greatest(t.total_chunks, 1) AS total_chunks,
       w.completed_chunks,
       w.failed_chunks,
       t.expected_rows,
       w.copied_rows,
       0::bigint AS rejected_rows,
       w.bytes,
       w.started_at,
       t.completed_at,
       r.migration_version,
       w.claimed_chunks,
       w.ready_chunks,
       t.table_no,
       t.epoch,
       t.error,
       CASE WHEN t.state = 'publishing' THEN t.step END AS step,
       CASE WHEN t.state = 'publishing' THEN t.step_at END AS step_at
  FROM migration_status.run_table t
  JOIN migration_status.run r USING (run_id)
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE state = 'done')::int AS completed_chunks,
              count(*) FILTER (WHERE state = 'failed')::int AS failed_chunks,
              count(*) FILTER (WHERE state = 'claimed')::int AS claimed_chunks,
              count(*) FILTER (WHERE state = 'ready')::int AS ready_chunks,
              count(*) FILTER (WHERE state IN ('ready', 'claimed'))::int AS open_chunks,
              count(*) FILTER (WHERE state = 'ready' AND attempt = 0)::int AS untouched_chunks,
              coalesce(sum(rows) FILTER (WHERE state = 'done'), 0)::bigint AS copied_rows,
              coalesce(sum(bytes) FILTER (WHERE state = 'done'), 0)::bigint AS bytes,
              min(claimed_at) AS started_at
         FROM migration_status.work
        WHERE run_id = t.run_id AND table_no = t.table_no AND epoch = t.epoch
       ) w;
