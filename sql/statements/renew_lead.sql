-- Renews the lease of a term; no row: it has ended, for another began or the run was cancelled. One that has lapsed, and
-- that nobody followed, goes on.
-- Caller: whoever leads a run, beside all else. $1 run_id, $2 term, $3 lease in seconds. Locks: the run's row.
UPDATE migration_status.run
   SET coordinator_until = CASE WHEN state IN ('planning', 'active')
                                THEN clock_timestamp() + make_interval(secs => $3::float8) END
 WHERE run_id = $1::uuid AND term = $2::uuid
RETURNING state, paused
