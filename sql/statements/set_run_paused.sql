-- Pauses or resumes a run: workers finish the chunks they hold and claim no more. Caller: pause, resume.
-- $1 run_id, $2 paused. No row: the run is not active.
UPDATE migration_status.run SET paused = $2::boolean WHERE run_id = $1::uuid AND state IN ('planning', 'active')
RETURNING name
