-- `insert_receipt` for a load table that isn't logged yet: a crash of the server takes rows and receipt together.
-- Caller: transfer, last statement before COMMIT, where the fence says so. $1 run_id, $2 table_no, $3 epoch,
-- $4 chunk_no, $5 rows, $6 bytes, $7 attempt, $8 worker_id, $9 snapshot.
INSERT INTO migration_receipt.unlogged_receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id,
                                                snapshot)
VALUES ($1::uuid, $2::int, $3::int, $4::int, $5::bigint, $6::bigint, $7::int, $8::uuid, $9)
