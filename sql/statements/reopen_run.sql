-- Takes back that a run is complete, for a table that has to be published again. Caller: publish. $1 run_id.
-- A duplicate key (23505): its config has another run that isn't finished. Index: run_unfinished.
UPDATE migration_status.run SET state = 'active', completed_at = NULL
 WHERE run_id = $1::uuid AND state = 'completed'
