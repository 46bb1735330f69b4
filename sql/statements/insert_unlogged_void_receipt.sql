-- Does what insert_void_receipt does, for a load table that is still unlogged. A crash of the server removes the
-- receipt together with the attempts that it blocks; publish inserts it again. Caller: split and publish, if the fence
-- says so. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no, $5 attempt, $6 worker_id, $7 snapshot, $8 halves.
INSERT INTO migration_receipt.unlogged_receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id,
                                                snapshot, halves)
VALUES ($1::uuid, $2::int, $3::int, $4::int, 0, 0, $5::int, $6::uuid, $7, $8::jsonb)
ON CONFLICT DO NOTHING
RETURNING chunk_no
