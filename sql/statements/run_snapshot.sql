-- Returns the source's snapshot that a run reads: $1 run_id. Caller: run, publish, verify.
SELECT snapshot FROM migration_status.run WHERE run_id = $1::uuid
