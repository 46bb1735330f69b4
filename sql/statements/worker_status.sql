-- Lists a config's workers, living ones and those that ended within the last hour: $1 config identity or NULL for all.
-- Caller: workers, status, run. Index: work_claimed.
SELECT k.worker_id, k.host, k.pid, k.slots, k.version,
       CASE WHEN k.state <> 'gone' AND k.lease_until <= clock_timestamp() THEN 'lost' ELSE k.state END AS state,
       (SELECT count(*) FROM migration_status.work w WHERE w.worker_id = k.worker_id AND w.state = 'claimed') AS chunks,
       k.started_at::text, k.lease_until::text
  FROM migration_status.worker k
 WHERE ($1::text IS NULL OR k.config_identity = $1)
   AND (k.state <> 'gone' OR k.lease_until > clock_timestamp() - interval '1 hour')
   AND k.lease_until > clock_timestamp() - interval '1 day'
 ORDER BY k.started_at
