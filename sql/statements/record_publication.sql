-- Records that a table is published, and frees it for other runs; part of the swapping transaction. Caller: publish.
-- $1/$2 target schema and table, $3 run_id, $4 foreign keys that are still to be validated, as JSON.
-- Locks: the fence row, exclusively. Index: primary key.
WITH freed AS (
    UPDATE migration_receipt.table_fence SET published_at = clock_timestamp(), released_at = clock_timestamp()
     WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
    RETURNING run_id, table_no, epoch, target_schema, target_table)
INSERT INTO migration_receipt.publication (run_id, table_no, epoch, target_schema, target_table, unvalidated)
SELECT run_id, table_no, epoch, target_schema, target_table, nullif($4::jsonb, '[]') FROM freed
