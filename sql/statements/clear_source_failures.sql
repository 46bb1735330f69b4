-- Resets a source's count of failures after a chunk was copied from it. Writes nothing if the count is zero.
-- Caller: slot, after a chunk is done. $1 source. Locks: the breaker's row, if it is written.
-- Index: source_breaker_pkey.
UPDATE migration_status.source_breaker
   SET failures = 0, openings = 0, error = NULL
 WHERE source = $1 AND state = 'closed' AND (failures > 0 OR openings > 0)
