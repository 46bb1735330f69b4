-- Returns a text that identifies this database among those of all clusters. Caller: start of every program. No locks.
SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || oid::text AS identity
  FROM pg_database WHERE datname = current_database()
