-- Lists a run's chunks: $1 run_id, $2 state or NULL, $3 table or NULL. Caller: chunks.
SELECT source_table, target_schema, target_table, chunk_id, chunk_range, status, attempts, worker, rows, expected_rows,
       bytes, started_at::text, completed_at::text, error
  FROM migration_status.migration_chunk_status
 WHERE run_id = $1::uuid AND ($2::text IS NULL OR status = $2)
   AND ($3::text IS NULL OR $3 IN (source_table, target_table, target_schema || '.' || target_table))
 ORDER BY table_no, chunk_id
