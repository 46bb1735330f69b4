-- Does what insert_receipt does, for a load table that is still unlogged: a crash of the server empties both.
-- Caller: transfer, last statement before COMMIT, if the fence says so. $1 run_id, $2 table_no, $3 epoch,
-- $4 chunk_no, $5 rows, $6 bytes, $7 attempt, $8 worker_id, $9 snapshot.
INSERT INTO migration_receipt.unlogged_receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id,
                                                snapshot)
VALUES ($1::uuid, $2::int, $3::int, $4::int, $5::bigint, $6::bigint, $7::int, $8::uuid, $9)
