-- Lets one slot probe a source whose breaker has been open long enough, or whose probe was lost. Returns no row if
-- another slot probes it. Caller: slot, before it connects. $1 source, $2 worker_id, $3 slot_no. A probe that hangs
-- counts as lost after five minutes. Locks: the breaker's row; a slot that waited for the lock checks again and finds
-- the probe taken. Index: source_breaker_pkey.
UPDATE migration_status.source_breaker b
   SET state = 'half_open', probe_worker = $2::uuid, probe_slot = $3::int,
       probe_until = clock_timestamp() + interval '5 minutes', changed_at = clock_timestamp()
 WHERE b.source = $1
   AND (b.state = 'open' AND b.rest_until <= clock_timestamp()
        OR b.state = 'half_open'
           AND (b.probe_until <= clock_timestamp()
                OR NOT EXISTS (SELECT FROM migration_status.worker k
                                WHERE k.worker_id = b.probe_worker AND k.state <> 'gone'
                                  AND k.lease_until > clock_timestamp())))
RETURNING b.state
