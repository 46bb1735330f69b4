-- Lists a run's tables with their progress and the latest reason why a chunk failed: $1 run_id. Caller: status, run.
SELECT s.source_schema, s.source_table, s.target_schema, s.target_table, s.status, s.total_chunks, s.completed_chunks,
       s.claimed_chunks, s.ready_chunks, s.failed_chunks, s.expected_rows, s.copied_rows, s.rejected_rows, s.bytes,
       extract(epoch FROM coalesce(s.completed_at, clock_timestamp()) - s.started_at)::float8 AS seconds,
       coalesce(s.error, (
           SELECT 'chunk ' || a.chunk_no || ': ' || a.error
             FROM migration_status.attempt a
             JOIN migration_status.work w USING (run_id, table_no, epoch, chunk_no)
            WHERE s.failed_chunks > 0 AND w.state = 'failed' AND a.run_id = s.run_id AND a.table_no = s.table_no
              AND a.epoch = s.epoch AND a.error IS NOT NULL
            ORDER BY a.attempt_id DESC LIMIT 1)) AS error,
       s.step, extract(epoch FROM clock_timestamp() - s.step_at)::float8 AS step_seconds,
       t.spec IS NULL AND t.error IS NOT NULL AS is_skipped
  FROM migration_status.migration_table_status s
  JOIN migration_status.run_table t USING (run_id, table_no)
 WHERE s.run_id = $1::uuid
 ORDER BY s.table_no
