-- Marks a chunk as split for good: no attempt at it can insert a receipt, so none can commit rows. Returns no row if
-- the chunk already has a receipt, void or not. Waits for an attempt that is about to commit. Caller: split, in a
-- transaction that holds the fence; publish. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no, $5 attempt, $6 worker_id,
-- $7 snapshot, $8 halves.
INSERT INTO migration_receipt.receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, snapshot,
                                       halves)
VALUES ($1::uuid, $2::int, $3::int, $4::int, 0, 0, $5::int, $6::uuid, $7, $8::jsonb)
ON CONFLICT DO NOTHING
RETURNING chunk_no
