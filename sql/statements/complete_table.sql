-- Marks a table as published. Caller: publish, after the target's transaction, while it holds its term.
-- $1 run_id, $2 table_no, $3 rows.
UPDATE migration_status.run_table
   SET state = 'completed', completed_at = clock_timestamp(), published_rows = $3::bigint, error = NULL
 WHERE run_id = $1::uuid AND table_no = $2::int AND state <> 'cancelled'
