-- Marks a table as being published. Caller: publish, while it holds its term. $1 run_id, $2 table_no.
UPDATE migration_status.run_table SET state = 'publishing', error = NULL, step = NULL, step_at = NULL
 WHERE run_id = $1::uuid AND table_no = $2::int AND state IN ('loading', 'publishing')
