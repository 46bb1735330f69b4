-- Ends the session whose open transaction copies for a claim, and no other session: $1 token. Caller: the process that
-- takes the claim back, in the target, as the login role, because that role's sessions are the ones it may end. Fails
-- with 42501 if the session belongs to a role of which this one isn't a member, and this one isn't in
-- pg_signal_backend.
SELECT pg_terminate_backend(l.pid) AS ended
  FROM pg_locks l
 WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_backend_pid()
   AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended($1::text, 0)
   AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
