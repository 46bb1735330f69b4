-- Returns a run's state: $1 run_id. Returns no row if this database doesn't know the run. Caller: plan, for runs that
-- the target names.
SELECT state, paused FROM migration_status.run WHERE run_id = $1::uuid
