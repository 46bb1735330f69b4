-- Returns the queue's state of one table's chunks: $1 run_id, $2 table_no, $3 epoch. Caller: publish. Index: work_pkey.
SELECT w.chunk_no, w.state, c.expected_rows
  FROM migration_status.work w JOIN migration_status.chunk c USING (run_id, table_no, epoch, chunk_no)
 WHERE w.run_id = $1::uuid AND w.table_no = $2::int AND w.epoch = $3::int
 ORDER BY w.chunk_no
