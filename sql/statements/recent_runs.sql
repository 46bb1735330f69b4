-- Lists the newest runs: $1 maximum number. Caller: status without a run.
SELECT run_id, name, state, paused, config_identity, source, settings::text AS settings,
       CASE WHEN coordinator_until > clock_timestamp() THEN coordinator END AS coordinator
  FROM migration_status.run
 ORDER BY created_at DESC
 LIMIT $1::int
