-- Begins a term of leading a run; no row: another coordinator leads it, or it has ended.
-- Caller: run, publish. $1 run_id, $2 term (a new one), $3 who, $4 lease in seconds. Locks: the run's row.
UPDATE migration_status.run
   SET term = $2::uuid, coordinator = $3, coordinator_until = clock_timestamp() + make_interval(secs => $4::float8)
 WHERE run_id = $1::uuid AND state IN ('planning', 'active')
   AND (coordinator_until IS NULL OR coordinator_until <= clock_timestamp())
RETURNING state, paused
