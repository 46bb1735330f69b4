-- Frees a target table for other runs; chunks of this run can't commit any more. Caller: cancel; plan, after a refusal.
-- $1/$2 target schema and table, $3 run_id.
UPDATE migration_receipt.table_fence SET released_at = clock_timestamp()
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid AND released_at IS NULL
