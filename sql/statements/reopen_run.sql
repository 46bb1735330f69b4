-- Reactivates a completed run, because a table must be published again. Caller: publish. $1 run_id.
-- A duplicate key (23505) means that its config, or its name, has another unfinished run. Indexes: run_unfinished,
-- run_name_unfinished.
UPDATE migration_status.run SET state = 'active', completed_at = NULL
 WHERE run_id = $1::uuid AND state = 'completed'
