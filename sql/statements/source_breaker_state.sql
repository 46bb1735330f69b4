-- Returns whether a slot may connect to a source: closed (yes), open (no), due (one slot may probe it). Returns no row
-- if the source has no breaker, which means closed.
-- Caller: slot, before it connects and while it finds nothing to claim. $1 source. No locks. Index:
-- source_breaker_pkey.
SELECT CASE
           WHEN b.state = 'closed' THEN 'closed'
           WHEN b.state = 'open' AND b.rest_until <= clock_timestamp() THEN 'due'
           WHEN b.state = 'half_open'
                AND (b.probe_until <= clock_timestamp()
                     OR NOT EXISTS (SELECT FROM migration_status.worker k
                                     WHERE k.worker_id = b.probe_worker AND k.state <> 'gone'
                                       AND k.lease_until > clock_timestamp())) THEN 'due'
           ELSE 'open'
       END AS state
  FROM migration_status.source_breaker b
 WHERE b.source = $1
