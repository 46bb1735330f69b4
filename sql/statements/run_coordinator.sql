-- Returns the coordinator that leads a run now, or NULL: $1 run_id. Caller: verbs that refuse to interfere; a
-- coordinator whose term has ended.
SELECT name, state, CASE WHEN coordinator_until > clock_timestamp() THEN coordinator END AS coordinator
  FROM migration_status.run WHERE run_id = $1::uuid
