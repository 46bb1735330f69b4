-- Stores a table's plan. Caller: plan, in the transaction that writes its chunks. $1 run_id, $2 table_no, $3 epoch,
-- $4 spec, $5 version of the spec, $6 maximum attempts per chunk, $7 number of chunks, $8 number of rows.
UPDATE migration_status.run_table
   SET state = 'loading', epoch = $3::int, spec = $4::jsonb, spec_version = $5::int, max_attempts = $6::int,
       total_chunks = $7::int, expected_rows = $8::bigint, step = NULL, step_at = NULL
 WHERE run_id = $1::uuid AND table_no = $2::int
