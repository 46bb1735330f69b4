-- Returns whether a table has receipts of a run: $1 run_id, $2 table_no, $3 epoch. Caller: publish, run, verify, before
-- they conclude that the target has no trace of the run. Index: primary keys.
SELECT EXISTS (SELECT FROM migration_receipt.receipt
                WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int)
    OR EXISTS (SELECT FROM migration_receipt.unlogged_receipt
                WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int) AS present
