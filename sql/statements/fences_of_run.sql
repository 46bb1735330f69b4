-- Lists the target tables that a run owns: $1 run_id. Caller: cancel. Sequential scan of a small table.
SELECT target_schema, target_table, table_no FROM migration_receipt.table_fence
 WHERE run_id = $1::uuid AND released_at IS NULL
