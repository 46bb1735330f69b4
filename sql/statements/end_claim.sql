-- Ends the session whose open transaction copies for a claim, and no other one: $1 token. Caller: whoever takes the claim
-- back, in the target, as the role that logged in: that is the one whose sessions it may end. 42501: the session is
-- another role's, of which this one is no member, nor of pg_signal_backend.
SELECT pg_terminate_backend(l.pid) AS ended
  FROM pg_locks l
 WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_backend_pid()
   AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended($1::text, 0)
   AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
