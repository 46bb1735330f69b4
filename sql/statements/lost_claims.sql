-- Lists claims whose worker is missing, gone or past its lease.
-- Caller: reaper of every worker and coordinator. $1 config identity. Takes no locks. Index: work_claimed, worker_pkey.
SELECT w.run_id, w.table_no, w.epoch, w.chunk_no, w.claim_token, w.attempt, r.name AS run_name, t.target_schema,
       t.target_table
  FROM migration_status.work w
  JOIN migration_status.run r USING (run_id)
  JOIN migration_status.run_table t ON t.run_id = w.run_id AND t.table_no = w.table_no
  LEFT JOIN migration_status.worker k ON k.worker_id = w.worker_id
 WHERE w.state = 'claimed' AND r.config_identity = $1
   AND (k.worker_id IS NULL OR k.state = 'gone' OR k.lease_until <= clock_timestamp())
 ORDER BY w.run_id, w.table_no, w.epoch, w.chunk_no
 LIMIT 100
