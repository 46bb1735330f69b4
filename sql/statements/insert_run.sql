-- Creates a run. Does nothing if this config has an unfinished run or an unfinished run has the name.
-- Caller: plan. $1 run_id, $2 name, $3 config identity, $4 settings (redacted), $5 source, $6 snapshot,
-- $7 migration_version, $8 planned_by, $9 term, $10 lease in seconds, $11 the coordinator's process. Indexes: run_unfinished, run_name_unfinished.
INSERT INTO migration_status.run
       (run_id, name, config_identity, settings, source, snapshot, migration_version, planned_by, term,
        coordinator, coordinator_until, coordinator_process)
VALUES ($1::uuid, $2, $3, $4::jsonb, $5, $6, $7, $8, $9::uuid, $8,
        clock_timestamp() + make_interval(secs => $10::float8), $11)
ON CONFLICT DO NOTHING
