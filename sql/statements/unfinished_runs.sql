-- Lists all unfinished runs, the newest first. Caller: plan, run, to find a run of this config before an edit; workers
-- that find no run of theirs. Index: run_unfinished.
SELECT run_id, name, state, paused, config_identity, source, settings::text AS settings,
       CASE WHEN coordinator_until > clock_timestamp() THEN coordinator END AS coordinator
  FROM migration_status.run
 WHERE state IN ('planning', 'active')
 ORDER BY created_at DESC
