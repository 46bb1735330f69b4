-- Renews a worker's lease and returns which of its runs are active. Returns no row if the worker is fenced: its process
-- must end. Caller: heartbeat, every 10 s, on a dedicated connection. $1 worker_id, $2 ttl in seconds, $3 run_id or
-- NULL. Locks: the worker's row. Index: worker_pkey.
UPDATE migration_status.worker w
   SET lease_until = clock_timestamp() + make_interval(secs => $2::float8)
 WHERE w.worker_id = $1::uuid AND w.state <> 'gone' AND w.lease_until > clock_timestamp()
RETURNING w.state, (
       SELECT string_agg(r.run_id::text || CASE WHEN r.paused THEN ':paused' ELSE '' END, ',' ORDER BY r.created_at)
         FROM migration_status.run r
        WHERE r.config_identity = w.config_identity AND r.state = 'active'
          AND ($3::uuid IS NULL OR r.run_id = $3::uuid)) AS runs
