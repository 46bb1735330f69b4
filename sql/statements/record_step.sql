-- Records the current step of publishing a table. Caller: publish, while it holds its term. $1 run_id, $2 table_no,
-- $3 step.
UPDATE migration_status.run_table SET step = $3, step_at = clock_timestamp()
 WHERE run_id = $1::uuid AND table_no = $2::int AND state = 'publishing'
