-- Deletes the unlogged receipts of a load table that is dropped, because they prove nothing any more. The receipts of a
-- table that was made logged stay. Caller: plan and cancel, under the fence. $1 run_id, $2 table_no. Index: primary
-- key.
DELETE FROM migration_receipt.unlogged_receipt WHERE run_id = $1::uuid AND table_no = $2::int
