-- Keeps why a table couldn't be published; another coordinator's run isn't this one's to judge.
-- Caller: publish. $1 run_id, $2 table_no, $3 error, $4 coordinator_id.
UPDATE migration_status.run_table t SET error = $3, state = 'loading'
  FROM migration_status.run r
 WHERE t.run_id = $1::uuid AND t.table_no = $2::int AND t.state IN ('loading', 'publishing')
   AND r.run_id = t.run_id AND r.coordinator_id = $4::uuid
