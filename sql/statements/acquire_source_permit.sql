-- Takes a permit to hold one connection to a source. Returns no row if all permits are in use. Caller: slot, before it
-- connects. $1 source, $2 limit, $3 worker_id, $4 slot_no. A permit is free if its worker is gone or past its lease. A
-- permit that the slot already holds is taken first, so that a lost reply doesn't use up a second one. Locks: one
-- permit row; rows locked by others are skipped. Index: source_permit_pkey. The holder is looked up in a subquery, not
-- joined: if another slot took the permit between the snapshot and the lock, PostgreSQL evaluates a subquery again for
-- the new holder, but not an outer join.
UPDATE migration_status.source_permit
   SET worker_id = $3::uuid, slot_no = $4::int
 WHERE (source, permit_no) = (
       SELECT p.source, p.permit_no
         FROM migration_status.source_permit p
        WHERE p.source = $1 AND p.permit_no <= $2::int
          AND (p.worker_id = $3::uuid AND p.slot_no = $4::int
               OR (SELECT k.state <> 'gone' AND k.lease_until > clock_timestamp()
                     FROM migration_status.worker k WHERE k.worker_id = p.worker_id) IS NOT TRUE)
        ORDER BY p.worker_id = $3::uuid AND p.slot_no = $4::int DESC NULLS LAST, p.permit_no
        LIMIT 1
          FOR UPDATE SKIP LOCKED)
RETURNING permit_no
