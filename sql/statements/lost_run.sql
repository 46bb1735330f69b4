-- Finds a run that owns tables, by name, id or unique prefix of an id: $1.
-- Caller: verbs with a RUN argument that the control database doesn't know. Sequential scan of a small table.
SELECT run_id, run_name, owner, date_trunc('second', min(fenced_at))::text AS fenced_at,
       string_agg(target_schema || '.' || target_table, ', ' ORDER BY table_no) AS tables
  FROM migration_receipt.table_fence
 WHERE released_at IS NULL
   AND (run_name = $1 OR run_id::text = lower($1) OR (length($1) >= 4 AND starts_with(run_id::text, lower($1))))
 GROUP BY run_id, run_name, owner
