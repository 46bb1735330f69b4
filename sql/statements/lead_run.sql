-- Takes or renews the coordinator's lease on a run; no row: another coordinator holds it.
-- Caller: run, publish. $1 run_id, $2 coordinator_id, $3 who, $4 lease in seconds. Locks: the run's row.
UPDATE migration_status.run
   SET coordinator_id = $2::uuid, coordinator = $3,
       coordinator_until = clock_timestamp() + make_interval(secs => $4::float8)
 WHERE run_id = $1::uuid
   AND (coordinator_id = $2::uuid OR coordinator_until IS NULL OR coordinator_until <= clock_timestamp())
RETURNING state, paused
