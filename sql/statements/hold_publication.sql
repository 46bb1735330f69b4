-- Holds the record of a publication until the transaction ends. Returns no row if the table isn't published.
-- Caller: publish. $1 run_id, $2 table_no, $3 epoch. Locks: its row, exclusively. Index: primary key.
SELECT published_at FROM migration_receipt.publication
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
   FOR UPDATE
