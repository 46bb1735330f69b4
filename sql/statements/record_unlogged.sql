-- Says which table receipts are written to from here on. Caller: plan, with the creation of an unlogged load table;
-- publish, in the transaction that makes it logged. $1/$2 target schema and table, $3 run_id, $4 unlogged.
-- Locks: the fence row, exclusively.
UPDATE migration_receipt.table_fence SET unlogged = $4::boolean
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
