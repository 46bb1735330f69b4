-- Counts the rows that a run loaded directly into tables and didn't publish, and lists their chunks: $1 run_id.
-- Caller: cancel. Index: primary keys.
SELECT d.target_schema, d.target_table, sum(r.rows)::bigint AS rows,
       string_agg(r.chunk_no::text, ',' ORDER BY r.chunk_no) AS chunks
  FROM migration_receipt.direct_load d JOIN migration_receipt.receipt r USING (run_id, table_no, epoch)
 WHERE d.run_id = $1::uuid AND d.state = 'open' AND r.rows > 0
   AND NOT EXISTS (SELECT FROM migration_receipt.publication p
                    WHERE p.run_id = d.run_id AND p.table_no = d.table_no AND p.epoch = d.epoch)
 GROUP BY d.target_schema, d.target_table, d.table_no
 ORDER BY d.table_no
