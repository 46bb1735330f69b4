-- Deletes a run that was refused during planning, after its objects in the target were removed. Caller: plan. $1
-- run_id, $2 term.
DELETE FROM migration_status.run WHERE run_id = $1::uuid AND term = $2::uuid AND state = 'planning'
