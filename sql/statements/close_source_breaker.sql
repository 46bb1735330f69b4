-- Closes a source's breaker after the probe reached the source. Returns no row if another slot has taken over the
-- probe. Caller: the slot that probes. $1 source, $2 worker_id, $3 slot_no. Locks: the breaker's row.
-- Index: source_breaker_pkey. Openings stay counted until a chunk is copied, so a breaker that opens again right away
-- stays open longer.
UPDATE migration_status.source_breaker
   SET state = 'closed', failures = 0, rest_until = NULL, probe_worker = NULL, probe_slot = NULL, probe_until = NULL,
       changed_at = clock_timestamp()
 WHERE source = $1 AND state = 'half_open' AND probe_worker = $2::uuid AND probe_slot = $3::int
RETURNING state
