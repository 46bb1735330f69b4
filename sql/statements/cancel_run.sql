-- Cancels a run and ends its coordinator's term; its chunks can't be claimed any more. Returns no row if the run has
-- already ended. Caller: cancel, before it releases the run's fences. $1 run_id.
WITH tables AS (
    UPDATE migration_status.run_table SET state = 'cancelled'
     WHERE run_id = $1::uuid AND state <> 'completed' RETURNING table_no)
UPDATE migration_status.run
   SET state = 'cancelled', completed_at = clock_timestamp(), coordinator_until = NULL, term = NULL
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
RETURNING name, (SELECT count(*) FROM tables) AS tables
