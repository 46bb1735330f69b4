-- Pauses or resumes a run. Workers of a paused run finish their chunks and claim no more. Caller: pause, resume.
-- $1 run_id, $2 paused. Returns no row if the run has ended.
UPDATE migration_status.run SET paused = $2::boolean WHERE run_id = $1::uuid AND state IN ('planning', 'active')
RETURNING name
