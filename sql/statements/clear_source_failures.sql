-- Forgets a source's failures: a chunk was copied from it. Nothing is written while there are none.
-- Caller: slot, after a chunk is done. $1 source. Locks: the breaker's row, if it has to be written.
-- Index: source_breaker_pkey.
UPDATE migration_status.source_breaker
   SET failures = 0, openings = 0, error = NULL
 WHERE source = $1 AND state = 'closed' AND (failures > 0 OR openings > 0)
