-- Begins a term of leading a run. Returns no row if another coordinator leads the run, or the run has ended.
-- Caller: run, publish. $1 run_id, $2 new term, $3 coordinator, $4 lease in seconds, $5 the coordinator's process, $6 a
-- process that is known to be gone, or NULL. Locks: the run's row.
UPDATE migration_status.run
   SET term = $2::uuid, coordinator = $3, coordinator_until = clock_timestamp() + make_interval(secs => $4::float8),
       coordinator_process = $5
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
   AND (coordinator_until IS NULL OR coordinator_until <= clock_timestamp() OR coordinator_process = $6)
RETURNING state, paused
