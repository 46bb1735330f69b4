-- Returns how to copy a table's chunks: $1 run_id, $2 table_no. Caller: worker, once per table.
SELECT t.spec::text AS spec, t.spec_version, t.max_attempts, r.snapshot
  FROM migration_status.run_table t JOIN migration_status.run r USING (run_id)
 WHERE t.run_id = $1::uuid AND t.table_no = $2::int
