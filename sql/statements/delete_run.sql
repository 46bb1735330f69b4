-- Removes a run that was refused while planning, once nothing of it is left in the target. Caller: plan. $1 run_id,
-- $2 term.
DELETE FROM migration_status.run WHERE run_id = $1::uuid AND term = $2::uuid AND state = 'planning'
