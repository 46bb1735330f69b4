-- Keeps the foreign keys that a publication has made again and that have to be validated: $4, as JSON.
-- Caller: publish, in the transaction of the swap, and when they are. $1/$2 target schema and table, $3 run_id.
-- Locks: the fence row. Index: primary key.
UPDATE migration_receipt.table_fence SET unvalidated = nullif($4::jsonb, '[]')
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
