-- Selects the table in which receipts are stored from now on. Caller: plan, when it creates an unlogged load table;
-- publish, in the transaction that makes the load table logged. $1/$2 target schema and table, $3 run_id, $4 unlogged.
-- Locks: the fence row, exclusively.
UPDATE migration_receipt.table_fence SET unlogged = $4::boolean
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
