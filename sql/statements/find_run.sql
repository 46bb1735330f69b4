-- Finds runs by name, id or unique prefix of an id, or the newest run of a config ('latest'): $1, $2 config identity. Of
-- runs with the same name, the unfinished one comes first, then the newest.
-- Caller: every verb with a RUN argument. No locks.
SELECT run_id, name, state, paused, config_identity, source, settings::text AS settings,
       CASE WHEN coordinator_until > clock_timestamp() THEN coordinator END AS coordinator
  FROM migration_status.run
 WHERE ($1 = 'latest' AND config_identity = $2)
    OR ($1 <> 'latest' AND (name = $1 OR run_id::text = lower($1)
                            OR (length($1) >= 4 AND starts_with(run_id::text, lower($1)))))
 ORDER BY name = $1 DESC, name = $1 AND state IN ('planning', 'active') DESC, created_at DESC
 LIMIT CASE WHEN $1 = 'latest' THEN 1 ELSE 2 END
