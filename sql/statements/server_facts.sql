-- Returns the facts about a server that `check` shows. Caller: check. No locks.
-- free_in_database, free_of_role: by their CONNECTION LIMIT; NULL without one.
SELECT current_user::text AS username, current_database()::text AS database,
       current_setting('server_version') AS version, pg_encoding_to_char(encoding) AS encoding,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true)::int, 0)
           - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS free_connections,
       CASE WHEN d.datconnlimit >= 0 AND NOT r.rolsuper
            THEN d.datconnlimit - (SELECT numbackends FROM pg_stat_database s WHERE s.datid = d.oid) END AS free_in_database,
       CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper
            THEN r.rolconnlimit - (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = r.oid) END AS free_of_role,
       session_user::text AS login, extract(epoch FROM clock_timestamp())::float8 AS clock
  FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = session_user
