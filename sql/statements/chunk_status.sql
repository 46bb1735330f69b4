-- Lists a run's chunks: $1 run_id, $2 state or NULL, $3 table or NULL. Caller: chunks.
SELECT t.source_schema, c.source_table, c.target_schema, c.target_table, c.chunk_id, c.chunk_range, c.status, c.attempts,
       c.worker, c.rows, c.expected_rows, c.bytes, c.error,
       to_char(c.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started_at,
       to_char(c.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS completed_at
  FROM migration_status.migration_chunk_status c
  JOIN migration_status.run_table t USING (run_id, table_no)
 WHERE c.run_id = $1::uuid AND ($2::text IS NULL OR c.status = $2)
   AND ($3::text IS NULL OR $3 IN (t.source_table, t.target_table, t.source_schema || '.' || t.source_table,
                                   t.target_schema || '.' || t.target_table))
 ORDER BY c.table_no, c.chunk_id
