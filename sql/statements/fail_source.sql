-- Counts a failure of a source. Opens its breaker at the $4th consecutive failure, or if the slot failed that probes the
-- source or has it on trial: for $5 seconds, doubled with each consecutive opening, up to ten minutes (or $5, if that is longer).
-- Caller: slot. $1 source, $2 worker_id, $3 slot_no, $4 threshold, $5 rest in seconds, $6 error.
-- Locks: the breaker's row, before it is read, so that every failure counts. Index: source_breaker_pkey.
WITH before AS MATERIALIZED (
    SELECT b.source, b.state, b.failures, b.openings,
           b.state = 'closed' AND b.failures + 1 >= $4::int
           OR b.state <> 'open' AND (b.probe_worker, b.probe_slot) IS NOT DISTINCT FROM ($2::uuid, $3::int) AS opens
      FROM migration_status.source_breaker b
     WHERE b.source = $1
       FOR UPDATE)
UPDATE migration_status.source_breaker b
   SET failures = before.failures + 1, error = $6,
       state = CASE WHEN before.opens THEN 'open' ELSE before.state END,
       openings = before.openings + before.opens::int,
       rest_until = CASE WHEN before.opens
                         THEN clock_timestamp() + make_interval(secs => least(
                                  $5::float8 * 2 ^ least(before.openings, 20), greatest($5::float8, 600)))
                         ELSE b.rest_until END,
       changed_at = CASE WHEN before.opens THEN clock_timestamp() ELSE b.changed_at END
  FROM before
 WHERE b.source = before.source
RETURNING b.state, b.failures, before.opens, extract(epoch FROM b.rest_until - clock_timestamp())::float8 AS rest
