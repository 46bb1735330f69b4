-- Removes a run that was refused while planning, before anything was set up for it. Caller: plan. $1 run_id.
DELETE FROM migration_status.run WHERE run_id = $1::uuid AND state = 'planning'
