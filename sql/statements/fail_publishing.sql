-- Stores the reason why a table couldn't be published. Caller: publish, while it holds its term. $1 run_id, $2
-- table_no, $3 error.
UPDATE migration_status.run_table SET error = $3, state = 'loading'
 WHERE run_id = $1::uuid AND table_no = $2::int AND state IN ('loading', 'publishing')
