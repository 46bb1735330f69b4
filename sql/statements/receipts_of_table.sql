-- Lists a table's receipts, including those of split chunks (halves): $1 run_id, $2 table_no, $3 epoch.
-- Caller: publish, verify. A table's receipts move together, so all are in the same table. Index: primary keys.
SELECT chunk_no, rows, bytes, halves::text AS halves FROM migration_receipt.receipt
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
 UNION ALL
SELECT chunk_no, rows, bytes, halves::text FROM migration_receipt.unlogged_receipt
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
 ORDER BY chunk_no
