-- Ends planning: from now on, workers claim the run's chunks and read the snapshot at which the plan was counted.
-- Caller: plan, last statement of its transaction. $1 run_id, $2 term, $3 snapshot. Returns no row if another
-- coordinator took over.
UPDATE migration_status.run SET state = 'active', snapshot = $3
 WHERE run_id = $1::uuid AND state = 'planning' AND term = $2::uuid
RETURNING run_id
