-- Registers the start of a worker process. Caller: worker. $1 worker_id, $2 config identity, $3 host, $4 pid, $5 slots,
-- $6 version, $7 ttl in seconds.
INSERT INTO migration_status.worker (worker_id, config_identity, host, pid, slots, version, lease_until)
VALUES ($1::uuid, $2, $3, $4::int, $5::int, $6, clock_timestamp() + make_interval(secs => $7::float8))
