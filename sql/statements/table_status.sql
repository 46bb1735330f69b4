-- Lists a run's tables with their progress and the latest reason why a chunk failed: $1 run_id. Caller: status, run.
-- working_chunks: claimed by workers that are alive.
WITH working AS (
    SELECT w.table_no, w.epoch, count(*) AS chunks
      FROM migration_status.worker k
      JOIN migration_status.work w ON w.worker_id = k.worker_id AND w.state = 'claimed'
     WHERE w.run_id = $1::uuid AND k.state <> 'gone' AND k.lease_until > clock_timestamp()
     GROUP BY w.table_no, w.epoch)
SELECT s.source_schema, s.source_table, s.target_schema, s.target_table, s.mode, s.status, s.total_chunks,
       s.completed_chunks, s.claimed_chunks, s.ready_chunks, s.failed_chunks, s.expected_rows, s.copied_rows,
       s.rejected_rows, s.bytes, coalesce(k.chunks, 0) AS working_chunks,
       to_char(s.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started_at,
       to_char(s.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS completed_at,
       coalesce(s.error, (
           SELECT 'chunk ' || a.chunk_no || ': ' || a.error
             FROM migration_status.attempt a
             JOIN migration_status.work w USING (run_id, table_no, epoch, chunk_no)
            WHERE s.failed_chunks > 0 AND w.state = 'failed' AND a.run_id = s.run_id AND a.table_no = s.table_no
              AND a.epoch = s.epoch AND a.error IS NOT NULL
            ORDER BY a.attempt_id DESC LIMIT 1)) AS error,
       t.spec IS NULL AND t.error IS NOT NULL AS is_skipped,
       CASE WHEN s.status IN ('planning', 'publishing') THEN t.step END AS step,
       extract(epoch FROM clock_timestamp() - t.step_at)::float8 AS step_seconds
  FROM migration_status.migration_table_status s
  JOIN migration_status.run_table t USING (run_id, table_no)
  LEFT JOIN working k ON k.table_no = s.table_no AND k.epoch = t.epoch
 WHERE s.run_id = $1::uuid
 ORDER BY s.table_no
