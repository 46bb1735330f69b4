-- Marks a table as published. Caller: publish, after it committed in the target, while it holds its term.
-- $1 run_id, $2 table_no, $3 published rows, $4 rows of the source or NULL, $5 whether $3 was counted in the target, or
-- NULL.
UPDATE migration_status.run_table
   SET state = 'completed', completed_at = clock_timestamp(), published_rows = $3::bigint,
       source_rows = $4::bigint, is_counted = $5::boolean, error = NULL
 WHERE run_id = $1::uuid AND table_no = $2::int AND state <> 'cancelled'
