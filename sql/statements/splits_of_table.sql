-- Chunks of a table that were split, with the rows that the plan counted (NULL for halves) and their halves.
-- $1 run_id, $2 table_no, $3 epoch. Caller: publish. Index: chunk_half, chunk_pkey.
SELECT p.chunk_no, p.expected_rows, min(h.chunk_no) AS first_half, max(h.chunk_no) AS second_half,
       jsonb_agg(jsonb_build_object(
           'number', h.chunk_no, 'predicate', h.predicate, 'range', h.chunk_range,
           'extent', jsonb_strip_nulls(jsonb_build_object(
               'lower', h.lower_bound, 'upper', h.upper_bound, 'bucket', h.bucket, 'buckets', h.buckets)))
           ORDER BY h.chunk_no)::text AS halves
  FROM migration_status.chunk h
  JOIN migration_status.chunk p
    ON p.run_id = h.run_id AND p.table_no = h.table_no AND p.epoch = h.epoch AND p.chunk_no = h.parent_no
 WHERE h.run_id = $1::uuid AND h.table_no = $2::int AND h.epoch = $3::int AND h.parent_no IS NOT NULL
 GROUP BY p.chunk_no, p.expected_rows
 ORDER BY p.chunk_no
