-- Stores a table's plan. Caller: plan, in the transaction that writes its chunks. $1 run_id, $2 table_no, $3 epoch,
-- $4 spec, $5 chunks, $6 rows.
UPDATE migration_status.run_table
   SET state = 'loading', epoch = $3::int, spec = $4::jsonb, total_chunks = $5::int, expected_rows = $6::bigint
 WHERE run_id = $1::uuid AND table_no = $2::int
