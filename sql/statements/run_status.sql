-- Returns the status of a run as a whole: $1 run_id, $2 the lease of a worker in seconds. Caller: status, run.
-- idle_since: the last sign of life of a worker, or the end of the plan if there was none since; NULL unless chunks wait
-- and no worker is alive. A source on trial counts as half-open.
WITH seen AS MATERIALIZED (
    SELECT q.run_id, count(k.worker_id) FILTER (WHERE k.state <> 'gone' AND k.lease_until > clock_timestamp()) AS living,
           max(CASE WHEN k.state = 'gone' THEN least(k.lease_until, clock_timestamp())
                    ELSE k.lease_until - make_interval(secs => $2::float8) END) AS last_sign
      FROM migration_status.run q
      LEFT JOIN migration_status.worker k ON k.config_identity = q.config_identity AND k.lease_until > q.created_at
     WHERE q.run_id = $1::uuid
     GROUP BY q.run_id),
status AS MATERIALIZED (
    SELECT r.*, q.paused_at,
           CASE WHEN r.status IN ('pending', 'in_progress') AND s.living = 0 THEN (
               SELECT coalesce(s.last_sign, least(min(w.ready_at), clock_timestamp()))
                 FROM migration_status.work w
                WHERE w.run_id = r.run_id AND w.state IN ('ready', 'claimed')
               HAVING count(*) > 0) END AS idle_since
      FROM migration_status.migration_run_status r
      JOIN migration_status.run q USING (run_id)
      JOIN seen s USING (run_id)
     WHERE r.run_id = $1::uuid)
SELECT r.run_id, r.name, r.status, r.source, r.snapshot, r.coordinator,
       to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
       to_char(r.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS completed_at,
       extract(epoch FROM coalesce(r.completed_at, clock_timestamp()) - r.created_at)::float8 AS seconds,
       CASE WHEN r.status = 'paused'
            THEN to_char(r.paused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END AS paused_since,
       to_char(r.idle_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS idle_since,
       extract(epoch FROM clock_timestamp() - coalesce(r.paused_at, r.idle_since))::float8 AS still_seconds,
       CASE WHEN b.error LIKE 'login refused: %' THEN 'refused'
            WHEN b.state = 'closed' THEN 'half_open'
            ELSE b.state
       END AS breaker_state, b.failures, b.error AS breaker_error,
       to_char(b.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS breaker_since,
       greatest(extract(epoch FROM b.rest_until - clock_timestamp()), 0)::float8 AS rest_seconds
  FROM status r
  LEFT JOIN migration_status.source_breaker b
    ON b.source = r.source AND (b.state <> 'closed' OR b.probe_worker IS NOT NULL OR b.error LIKE 'login refused: %')
   AND r.status NOT IN ('completed', 'cancelled')
