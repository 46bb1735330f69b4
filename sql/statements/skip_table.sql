-- Marks a table as skipped: it can't be planned, and the run ends without it. It has an error and no plan. Caller: plan,
-- in the transaction that ends planning. $1 run_id, $2 table_no, $3 error. Index: primary key.
UPDATE migration_status.run_table SET state = 'loading', error = $3
 WHERE run_id = $1::uuid AND table_no = $2::int
