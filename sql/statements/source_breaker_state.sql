-- Returns whether a slot may connect to a source: closed (yes), open (no), due (one slot may probe it). For a source on
-- trial, it is closed for the slot that tries it, and open for others until the probe's time is over. Returns no row if
-- the source has no breaker, which means closed.
-- Caller: slot, before it connects and while it finds nothing to claim. $1 source, $2 worker_id, $3 slot_no. No locks.
-- Index: source_breaker_pkey.
SELECT CASE
           WHEN b.state = 'closed' AND (b.probe_worker IS NULL OR p.is_lost
                                        OR b.probe_worker = $2::uuid AND b.probe_slot = $3::int) THEN 'closed'
           WHEN b.state = 'open' AND b.rest_until <= clock_timestamp() THEN 'due'
           WHEN b.state = 'half_open' AND p.is_lost THEN 'due'
           ELSE 'open'
       END AS state
  FROM migration_status.source_breaker b,
       LATERAL (SELECT b.probe_until <= clock_timestamp()
                       OR NOT EXISTS (SELECT FROM migration_status.worker k
                                       WHERE k.worker_id = b.probe_worker AND k.state <> 'gone'
                                         AND k.lease_until > clock_timestamp()) AS is_lost) p
 WHERE b.source = $1
