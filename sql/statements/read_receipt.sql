-- Returns whether a chunk is already copied, or was split (halves): $1 run_id, $2 table_no, $3 epoch, $4 chunk_no.
-- Caller: transfer, before it starts and when a COMMIT's reply was lost; reaper, before it requeues; split.
-- A receipt moves between the two tables in one transaction, so one statement finds it exactly once. Index: primary
-- keys.
SELECT rows, bytes, halves::text AS halves FROM migration_receipt.receipt
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int
 UNION ALL
SELECT rows, bytes, halves::text FROM migration_receipt.unlogged_receipt
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int
