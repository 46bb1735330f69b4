-- Returns the unfinished run of a config: $1 config identity. Caller: plan, run. Index: run_unfinished.
SELECT run_id, name, state, paused, config_identity, source, settings::text AS settings,
       CASE WHEN coordinator_until > clock_timestamp() THEN coordinator END AS coordinator
  FROM migration_status.run
 WHERE config_identity = $1 AND state IN ('planning', 'active')
