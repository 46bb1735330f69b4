-- Returns the facts about a server that `check` shows. Caller: check. No locks.
SELECT current_user::text AS username, current_database()::text AS database,
       current_setting('server_version') AS version, pg_encoding_to_char(encoding) AS encoding,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS free_connections,
       extract(epoch FROM clock_timestamp())::float8 AS clock
  FROM pg_database WHERE datname = current_database()
