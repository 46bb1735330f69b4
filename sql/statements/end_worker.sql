-- Marks a worker as draining or gone; the lease of one that is gone ends now. Caller: worker, at shutdown; run, for its
-- own workers that died. $1 worker_id, $2 state. Locks: the worker's row. Index: worker_pkey.
UPDATE migration_status.worker
   SET state = $2, lease_until = CASE WHEN $2 = 'gone' THEN least(lease_until, clock_timestamp()) ELSE lease_until END
 WHERE worker_id = $1::uuid AND state <> 'gone'
