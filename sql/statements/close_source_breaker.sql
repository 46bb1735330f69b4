-- Closes a source's breaker: the probe has reached it. No row: the probe isn't ours any more.
-- Caller: the slot that tries. $1 source, $2 worker_id, $3 slot_no. Locks: the breaker's row.
-- Index: source_breaker_pkey. What is open again right after rests longer: openings count until a chunk is copied.
UPDATE migration_status.source_breaker
   SET state = 'closed', failures = 0, rest_until = NULL, probe_worker = NULL, probe_slot = NULL, probe_until = NULL,
       changed_at = clock_timestamp()
 WHERE source = $1 AND state = 'half_open' AND probe_worker = $2::uuid AND probe_slot = $3::int
RETURNING state
