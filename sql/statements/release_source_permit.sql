-- Releases a permit. Caller: slot, after it closed its connection. $1 source, $2 worker_id, $3 slot_no.
UPDATE migration_status.source_permit SET worker_id = NULL, slot_no = NULL
 WHERE source = $1 AND worker_id = $2::uuid AND slot_no = $3::int
