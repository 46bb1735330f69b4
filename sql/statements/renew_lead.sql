-- Renews the lease of a term. Returns no row if the term has ended, because another one began or the run was cancelled.
-- A term whose lease has lapsed continues if no other term began.
-- Caller: the coordinator that leads the run, in a separate task. $1 run_id, $2 term, $3 lease in seconds.
-- Locks: the run's row.
UPDATE migration_status.run
   SET coordinator_until = CASE WHEN state IN ('planning', 'active')
                                THEN clock_timestamp() + make_interval(secs => $3::float8) END
 WHERE run_id = $1::uuid AND term = $2::uuid
RETURNING state, paused
