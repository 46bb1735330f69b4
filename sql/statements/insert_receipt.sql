-- Inserts the receipt that proves that a chunk's rows are in the target; it is committed with them. A duplicate key
-- (23505) means that another attempt won. Caller: transfer, last statement before COMMIT. $1 run_id, $2 table_no,
-- $3 epoch, $4 chunk_no, $5 rows, $6 bytes, $7 attempt, $8 worker_id, $9 snapshot.
INSERT INTO migration_receipt.receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, snapshot)
VALUES ($1::uuid, $2::int, $3::int, $4::int, $5::bigint, $6::bigint, $7::int, $8::uuid, $9)
