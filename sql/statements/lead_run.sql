-- Begins a term of leading a run. Returns no row if another coordinator leads the run, or the run has ended.
-- Caller: run, publish. $1 run_id, $2 new term, $3 coordinator, $4 lease in seconds. Locks: the run's row.
UPDATE migration_status.run
   SET term = $2::uuid, coordinator = $3, coordinator_until = clock_timestamp() + make_interval(secs => $4::float8)
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
   AND (coordinator_until IS NULL OR coordinator_until <= clock_timestamp())
RETURNING state, paused
