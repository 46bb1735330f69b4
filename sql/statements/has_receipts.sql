-- Whether a run has left receipts of a table: $1 run_id, $2 table_no, $3 epoch. Caller: publish, run, verify, before they
-- take it that the target knows nothing of the run. Index: primary keys.
SELECT EXISTS (SELECT FROM migration_receipt.receipt
                WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int)
    OR EXISTS (SELECT FROM migration_receipt.unlogged_receipt
                WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int) AS present
