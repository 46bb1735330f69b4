-- Records that a run has truncated its target table, which it does only once; part of the truncating transaction.
-- Caller: plan. $1/$2 target schema and table, $3 run_id.
UPDATE migration_receipt.table_fence SET truncated_at = clock_timestamp()
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid AND truncated_at IS NULL
