-- Returns whether a run's objects in the target may still be needed: $1 run_id, $2 the caller's term or NULL. Returns
-- no row if the run was deleted. Waits for a plan that is being written. Caller: plan, cancel, before they clean up.
-- Locks: the run's row, shared.
SELECT state, coalesce(term = $2::uuid, false) AS is_own FROM migration_status.run WHERE run_id = $1::uuid FOR SHARE
