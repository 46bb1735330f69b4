-- Returns the status of a run as a whole: $1 run_id. Caller: status, run.
SELECT r.run_id, r.name, r.status, r.source, r.snapshot, r.coordinator, r.created_at::text, r.completed_at::text,
       extract(epoch FROM coalesce(r.completed_at, clock_timestamp()) - r.created_at)::float8 AS seconds,
       b.state AS breaker_state, b.failures, b.changed_at::text AS breaker_since, b.error AS breaker_error,
       greatest(extract(epoch FROM b.rest_until - clock_timestamp()), 0)::float8 AS rest_seconds
  FROM migration_status.migration_run_status r
  LEFT JOIN migration_status.source_breaker b
    ON b.source = r.source AND b.state <> 'closed' AND r.status NOT IN ('completed', 'cancelled')
 WHERE r.run_id = $1::uuid
