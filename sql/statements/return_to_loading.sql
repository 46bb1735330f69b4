-- Returns a table to loading, because chunks were requeued while it was being published.
-- Caller: publish, while it holds its term. $1 run_id, $2 table_no.
UPDATE migration_status.run_table SET state = 'loading'
 WHERE run_id = $1::uuid AND table_no = $2::int AND state = 'publishing'
