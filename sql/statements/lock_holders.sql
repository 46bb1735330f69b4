-- Lists up to three holders of locks on a relation: $1 its name, quoted for SQL. Caller: publish and plan, to report
-- what they wait for. The sessions of other users are always visible, but not always their details.
SELECT DISTINCT format('process %s (%s%s)', l.pid, a.usename, coalesce(', ' || nullif(a.application_name, ''), ''))
                AS holder
  FROM pg_locks l
  JOIN pg_stat_activity a USING (pid)
 WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND l.relation = to_regclass($1)
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
 ORDER BY 1 LIMIT 3
