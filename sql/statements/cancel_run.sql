-- Ends a run for good, and the term of who leads it: nobody claims from it any more. No row: it has ended already.
-- Caller: cancel, before its fences are released. $1 run_id.
WITH tables AS (
    UPDATE migration_status.run_table SET state = 'cancelled'
     WHERE run_id = $1::uuid AND state <> 'completed' RETURNING table_no)
UPDATE migration_status.run
   SET state = 'cancelled', completed_at = clock_timestamp(), coordinator_until = NULL, term = NULL
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
RETURNING name, (SELECT count(*) FROM tables) AS tables
