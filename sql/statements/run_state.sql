-- A run's state: $1 run_id. No row: this database doesn't know it. Caller: plan, of runs that the target names.
SELECT state, paused FROM migration_status.run WHERE run_id = $1::uuid
