-- Registers a table that is about to be planned, or resets it to be planned again. Caller: plan, while it holds its
-- term, or in the transaction that ends planning. $1 run_id, $2 table_no, $3 epoch, $4/$5 source, $6/$7 target, $8
-- mode.
INSERT INTO migration_status.run_table
       (run_id, table_no, epoch, source_schema, source_table, target_schema, target_table, mode)
VALUES ($1::uuid, $2::int, $3::int, $4, $5, $6, $7, $8)
ON CONFLICT (run_id, table_no) DO UPDATE SET
       epoch = excluded.epoch, source_schema = excluded.source_schema, source_table = excluded.source_table,
       target_schema = excluded.target_schema, target_table = excluded.target_table, mode = excluded.mode,
       state = excluded.state, total_chunks = 0, expected_rows = 0, published_rows = NULL, source_rows = NULL,
       is_counted = NULL, error = NULL, completed_at = NULL,
       step = NULL, step_at = NULL
