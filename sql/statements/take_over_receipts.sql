-- Copies the receipts of an ended run to a run with the same plan, so that the chunks that they prove count as copied,
-- and split chunks as split. Caller: plan, when it takes the fence. $1 run_id, $2 table_no, $3 epoch of the ended run;
-- $4 run_id, $5 table_no, $6 epoch of the run that continues.
INSERT INTO migration_receipt.receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, snapshot,
                                       committed_at, halves, origin)
SELECT $4::uuid, $5::int, $6::int, chunk_no, rows, bytes, attempt, worker_id, snapshot, committed_at, halves,
       coalesce(origin, xmin)
  FROM migration_receipt.receipt
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
