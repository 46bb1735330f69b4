-- Lists a table's split chunks, one row for each half, with the rows that the plan counted (NULL if the split chunk is
-- itself a half). $1 run_id, $2 table_no, $3 epoch. Caller: publish. Index: chunk_half, chunk_pkey.
SELECT p.chunk_no, p.expected_rows, h.chunk_no AS half_no, h.predicate, h.chunk_range, h.lower_bound, h.upper_bound,
       h.bucket, h.buckets
  FROM migration_status.chunk h
  JOIN migration_status.chunk p
    ON p.run_id = h.run_id AND p.table_no = h.table_no AND p.epoch = h.epoch AND p.chunk_no = h.parent_no
 WHERE h.run_id = $1::uuid AND h.table_no = $2::int AND h.epoch = $3::int AND h.parent_no IS NOT NULL
 ORDER BY p.chunk_no, h.chunk_no
