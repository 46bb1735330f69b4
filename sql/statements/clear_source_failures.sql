-- Resets a source's count of failures after a chunk was copied from it, or failed for another reason; this ends its
-- trial. Writes nothing if nothing is to be reset. Returns whether the breaker is now closed again.
-- Caller: slot, after a chunk. $1 source. Locks: the breaker's row, if it is written. Index: source_breaker_pkey.
WITH before AS MATERIALIZED (
    SELECT openings
      FROM migration_status.source_breaker
     WHERE source = $1 AND state = 'closed' AND (failures > 0 OR openings > 0 OR error IS NOT NULL)
       FOR UPDATE)
UPDATE migration_status.source_breaker b
   SET failures = 0, openings = 0, error = NULL, probe_worker = NULL, probe_slot = NULL, probe_until = NULL
  FROM before
 WHERE b.source = $1
RETURNING before.openings > 0 AS closes
