-- Notes the point in time of the source that a run will read, before it is planned. Caller: run.
-- $1 run_id, $2 snapshot.
UPDATE migration_status.run SET snapshot = $2 WHERE run_id = $1::uuid AND state = 'planning'
