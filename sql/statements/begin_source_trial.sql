-- Puts a source on trial after the probe has connected to it: one slot claims, the others wait until a chunk is copied
-- or the probe's time is over. A login alone doesn't show that the source answers. Returns no row if another slot has
-- taken over the probe. Caller: the slot that probes. $1 source, $2 worker_id, $3 slot_no. Locks: the breaker's row.
-- Index: source_breaker_pkey. A source on trial is stored as closed with a probe, so that its slot may claim. Openings
-- stay counted until a chunk is copied, so a breaker that opens again stays open longer.
UPDATE migration_status.source_breaker
   SET state = 'closed', failures = 0, rest_until = NULL, probe_until = clock_timestamp() + interval '5 minutes',
       changed_at = clock_timestamp()
 WHERE source = $1 AND state = 'half_open' AND probe_worker = $2::uuid AND probe_slot = $3::int
RETURNING state
