-- Lists a config's workers, living ones and those that ended within the last hour: $1 config identity or NULL for all,
-- $2 run_id or NULL for all. Of a run, the workers of its time; those that died only while they hold chunks of it.
-- Caller: workers, status, run. Index: work_claimed.
WITH worker AS (
    SELECT k.*,
           CASE WHEN k.state <> 'gone' AND k.lease_until <= clock_timestamp() THEN 'lost' ELSE k.state END AS condition,
           (SELECT count(*) FROM migration_status.work w
             WHERE w.worker_id = k.worker_id AND w.state = 'claimed' AND ($2::uuid IS NULL OR w.run_id = $2)) AS chunks
      FROM migration_status.worker k
     WHERE ($1::text IS NULL OR k.config_identity = $1)
       AND (k.lease_until > clock_timestamp() - interval '1 hour'
            OR k.worker_id IN (SELECT w.worker_id FROM migration_status.work w WHERE w.state = 'claimed')))
SELECT k.worker_id, k.host, k.pid, k.slots, k.version, k.condition AS state, k.chunks,
       to_char(k.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started_at,
       to_char(k.lease_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS lease_until
  FROM worker k
  LEFT JOIN migration_status.run r ON r.run_id = $2::uuid
 WHERE (r.run_id IS NULL OR k.started_at < coalesce(r.completed_at, 'infinity') AND k.lease_until > r.created_at)
   AND (r.run_id IS NULL OR k.condition <> 'lost' OR k.chunks > 0)
 ORDER BY k.started_at
