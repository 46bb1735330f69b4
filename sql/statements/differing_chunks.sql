-- Lists the first thousand chunks of a run that are done with a different number of rows than the plan counted. The
-- rows of a split chunk are summed over all its parts. $1 run_id. Caller: status, verify; run and publish at their end.
-- Index: work_pkey, chunk_pkey, chunk_half.
WITH RECURSIVE part AS (
    SELECT c.table_no, c.epoch, c.chunk_no AS whole_no, c.expected_rows, h.chunk_no
      FROM migration_status.chunk c
      JOIN migration_status.chunk h
        ON h.run_id = c.run_id AND h.table_no = c.table_no AND h.epoch = c.epoch AND h.parent_no = c.chunk_no
     WHERE c.run_id = $1::uuid AND h.parent_no IS NOT NULL AND c.expected_rows IS NOT NULL
    UNION ALL
    SELECT p.table_no, p.epoch, p.whole_no, p.expected_rows, h.chunk_no
      FROM part p
      JOIN migration_status.chunk h
        ON h.run_id = $1::uuid AND h.table_no = p.table_no AND h.epoch = p.epoch AND h.parent_no = p.chunk_no),
differing AS (
    SELECT w.table_no, w.epoch, w.chunk_no, c.expected_rows, w.rows
      FROM migration_status.work w JOIN migration_status.chunk c USING (run_id, table_no, epoch, chunk_no)
     WHERE w.run_id = $1::uuid AND w.state = 'done' AND w.rows <> c.expected_rows
    UNION ALL
    SELECT p.table_no, p.epoch, p.whole_no, p.expected_rows, sum(w.rows)::bigint
      FROM part p
      JOIN migration_status.work w
        ON w.run_id = $1::uuid AND w.table_no = p.table_no AND w.epoch = p.epoch AND w.chunk_no = p.chunk_no
     GROUP BY p.table_no, p.epoch, p.whole_no, p.expected_rows
    HAVING bool_and(w.state = 'done') AND sum(w.rows) <> p.expected_rows)
SELECT t.target_schema, t.target_table, d.chunk_no, c.chunk_range, d.expected_rows, d.rows
  FROM differing d
  JOIN migration_status.run_table t ON t.run_id = $1::uuid AND t.table_no = d.table_no AND t.epoch = d.epoch
  JOIN migration_status.chunk c
    ON c.run_id = $1::uuid AND c.table_no = d.table_no AND c.epoch = d.epoch AND c.chunk_no = d.chunk_no
 ORDER BY d.table_no, d.chunk_no
 LIMIT 1000
