-- `insert_void_receipt` for a load table that isn't logged yet: a crash takes it with the attempts that it keeps out,
-- and publish writes it again. Caller: split and publish, where the fence says so. $1 run_id, $2 table_no, $3 epoch,
-- $4 chunk_no, $5 attempt, $6 worker_id, $7 snapshot, $8 halves.
INSERT INTO migration_receipt.unlogged_receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id,
                                                snapshot, halves)
VALUES ($1::uuid, $2::int, $3::int, $4::int, 0, 0, $5::int, $6::uuid, $7, $8::jsonb)
ON CONFLICT DO NOTHING
RETURNING chunk_no
