-- Takes a run's plan back: from here on nobody claims from it, until it is planned anew. Caller: run, when the snapshot
-- that the plan was counted at is gone. $1 run_id, $2 term. No row: another coordinator took over.
UPDATE migration_status.run SET state = 'planning'
 WHERE run_id = $1::uuid AND state = 'active' AND term = $2::uuid
RETURNING run_id
