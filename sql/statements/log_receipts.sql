-- Moves a table's receipts, including void ones, to the logged table. Caller: publish, in the transaction that makes
-- the load table logged, under the fence's exclusive lock. $1 run_id, $2 table_no, $3 epoch. Index: primary key.
WITH moved AS (
    DELETE FROM migration_receipt.unlogged_receipt
     WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
    RETURNING *)
INSERT INTO migration_receipt.receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, snapshot,
                                       committed_at, halves)
SELECT run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, snapshot, committed_at, halves FROM moved
