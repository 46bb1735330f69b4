-- Whether somebody may need what a run has set up: $1 run_id, $2 term of the asker or NULL. No row: the run is gone.
-- Waits for a plan that is being written. Caller: plan, cancel, before they clean up. Locks: the run's row, shared.
SELECT state, coalesce(term = $2::uuid, false) AS is_own FROM migration_status.run WHERE run_id = $1::uuid FOR SHARE
