-- Returns how long chunks of each table of a run were being copied, without the time when none was: $1 run_id.
-- Caller: status. Chunks that were copied at the same time count once; so do claims of workers that are alive. A chunk
-- without measured times was found copied later, and doesn't count. Index: work_pkey.
WITH span AS (
    SELECT w.table_no, w.claimed_at AS began, w.state = 'done' AS is_done,
           CASE WHEN w.state = 'done' THEN w.finished_at ELSE clock_timestamp() END AS ended
      FROM migration_status.work w
      JOIN migration_status.run_table t USING (run_id, table_no, epoch)
      LEFT JOIN migration_status.worker k ON k.worker_id = w.worker_id
     WHERE w.run_id = $1::uuid
       AND (w.state = 'done' AND w.source_ms IS NOT NULL
            OR w.state = 'claimed' AND k.state <> 'gone' AND k.lease_until > clock_timestamp())),
joined AS (
    SELECT *, max(ended) OVER (PARTITION BY table_no ORDER BY began ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                  AS ended_before
      FROM span)
SELECT t.target_schema, t.target_table,
       sum(greatest(extract(epoch FROM ended - greatest(began, ended_before)), 0))::float8 AS seconds,
       extract(epoch FROM clock_timestamp() - max(ended) FILTER (WHERE is_done))::float8 AS seconds_since_chunk
  FROM joined
  JOIN migration_status.run_table t ON t.run_id = $1::uuid AND t.table_no = joined.table_no
 GROUP BY t.target_schema, t.target_table
