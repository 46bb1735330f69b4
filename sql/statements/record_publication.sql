-- Records that a table is published and free for other runs, in the transaction that swaps. Caller: publish.
-- $1/$2 target schema and table, $3 run_id.
UPDATE migration_receipt.table_fence SET published_at = clock_timestamp(), released_at = clock_timestamp()
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
