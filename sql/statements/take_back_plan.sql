-- Takes a run's plan back: chunks can't be claimed until the run is planned again. Caller: run, if the snapshot at
-- which the plan was counted is gone. $1 run_id, $2 term. Returns no row if another coordinator took over.
UPDATE migration_status.run SET state = 'planning'
 WHERE run_id = $1::uuid AND state = 'active' AND term = $2::uuid
RETURNING run_id
