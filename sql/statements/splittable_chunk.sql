-- Returns the facts needed to split a chunk: its extent, the number of chunks in its table's plan, and how often it was
-- released at a worker's deadline. Caller: slot, at its worker's deadline. $1 run_id, $2 table_no, $3 epoch, $4
-- chunk_no. No locks. Index: chunk_pkey, attempt_chunk.
SELECT c.predicate, c.chunk_range, c.lower_bound, c.upper_bound, c.bucket, c.buckets,
       (SELECT p.chunk_no
          FROM migration_status.chunk p
         WHERE p.run_id = c.run_id AND p.table_no = c.table_no AND p.epoch = c.epoch AND p.parent_no IS NULL
         ORDER BY p.chunk_no DESC
         LIMIT 1) AS planned,
       (SELECT count(*)
          FROM migration_status.attempt a
         WHERE a.run_id = c.run_id AND a.table_no = c.table_no AND a.chunk_no = c.chunk_no AND a.epoch = c.epoch
           AND a.outcome = 'overdue') AS overdue
  FROM migration_status.chunk c
 WHERE c.run_id = $1::uuid AND c.table_no = $2::int AND c.epoch = $3::int AND c.chunk_no = $4::int
