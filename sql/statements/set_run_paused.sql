-- Pauses or resumes a run. Workers of a paused run finish their chunks and claim no more. Caller: pause, resume.
-- $1 run_id, $2 paused. Returns no row if the run has ended. Pausing a paused run doesn't change when its pause began.
UPDATE migration_status.run
   SET paused = $2::boolean,
       paused_at = CASE WHEN NOT $2::boolean THEN NULL WHEN paused THEN paused_at ELSE clock_timestamp() END
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
RETURNING name
