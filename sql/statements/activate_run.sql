-- Ends planning: from here on workers claim, and read the point in time that the plan was counted at.
-- Caller: plan, last statement of its transaction. $1 run_id, $2 term, $3 snapshot. No row: another
-- coordinator took over.
UPDATE migration_status.run SET state = 'active', snapshot = $3
 WHERE run_id = $1::uuid AND state = 'planning' AND term = $2::uuid
RETURNING run_id
