-- Takes a permit to hold one connection to a source; no row: all are in use. Caller: slot, before it connects.
-- $1 source, $2 limit, $3 worker_id, $4 slot_no. A permit of a worker that is gone or past its lease is free.
-- Locks: one permit row, skipping those that others are taking.
UPDATE migration_status.source_permit
   SET worker_id = $3::uuid, slot_no = $4::int
 WHERE (source, permit_no) = (
       SELECT p.source, p.permit_no
         FROM migration_status.source_permit p
        WHERE p.source = $1 AND p.permit_no <= $2::int
          AND NOT EXISTS (SELECT FROM migration_status.worker k
                           WHERE k.worker_id = p.worker_id AND k.state <> 'gone' AND k.lease_until > clock_timestamp())
        ORDER BY p.permit_no
        LIMIT 1
          FOR UPDATE SKIP LOCKED)
RETURNING permit_no
