-- Returns a published table to loading, because the target has no record of the publication. Caller: publish, run.
-- $1 run_id, $2 table_no, $3 error or NULL.
UPDATE migration_status.run_table
   SET state = 'loading', completed_at = NULL, published_rows = NULL, source_rows = NULL, is_counted = NULL, error = $3
 WHERE run_id = $1::uuid AND table_no = $2::int AND state = 'completed'
