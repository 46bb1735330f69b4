-- Ends planning: from here on workers claim. Caller: plan, last statement of its transaction.
-- $1 run_id, $2 coordinator_id. No row: another coordinator took over.
UPDATE migration_status.run SET state = 'active'
 WHERE run_id = $1::uuid AND state = 'planning' AND coordinator_id = $2::uuid
RETURNING run_id
