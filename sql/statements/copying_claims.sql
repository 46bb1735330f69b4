-- Returns which of these claims have an open transaction in the target: $1 tokens (array). Caller: every process that
-- takes claims back. Each such transaction holds an advisory lock derived from its claim token, which any role can see.
-- No locks.
SELECT c.token
  FROM unnest($1::text[]) AS c (token)
  JOIN pg_locks l
    ON l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
       AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(c.token, 0)
 WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
