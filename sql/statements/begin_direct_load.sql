-- Records that a run will load rows directly into a table. Caller: plan, when it takes the fence.
-- $1 run_id, $2 table_no, $3 epoch, $4/$5 target schema and table, $6 run name, $7 mode, $8 config identity, $9 hash of
-- the plan, $10 table name, quoted for SQL.
INSERT INTO migration_receipt.direct_load
       (run_id, table_no, epoch, target_schema, target_table, run_name, mode, config_identity, plan,
        start_block)
VALUES ($1::uuid, $2::int, $3::int, $4, $5, $6, $7, $8, $9,
        pg_relation_size($10::regclass) / current_setting('block_size')::bigint)
