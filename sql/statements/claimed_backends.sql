-- Target backends of a run's claimed chunks: $1 run_id. Caller: cancel, run. Index: work_claimed.
SELECT backend_pid, backend_start::text FROM migration_status.work
 WHERE run_id = $1::uuid AND state = 'claimed' AND backend_pid IS NOT NULL
