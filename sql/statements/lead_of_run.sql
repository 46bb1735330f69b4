-- Returns the lead of a run that hasn't expired: $1 run_id. Caller: run and publish, while they wait for it.
SELECT coordinator, coordinator_process, coordinator_until::text AS until,
       extract(epoch FROM coordinator_until - clock_timestamp())::float8 AS seconds
  FROM migration_status.run
 WHERE run_id = $1::uuid AND state IN ('planning', 'active') AND coordinator_until > clock_timestamp()
