-- Stores the settings of a run that has taken over an edited config, or that is planned anew: $1 run_id, $2 settings
-- (redacted). Caller: run, publish, while they hold the term. Index: primary key.
UPDATE migration_status.run SET settings = $2::jsonb WHERE run_id = $1::uuid
