-- One run as a whole: $1 run_id. Caller: status, run.
SELECT run_id, name, status, source, snapshot, coordinator, created_at::text, completed_at::text,
       extract(epoch FROM coalesce(completed_at, clock_timestamp()) - created_at)::float8 AS seconds
  FROM migration_status.migration_run_status WHERE run_id = $1::uuid
