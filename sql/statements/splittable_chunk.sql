-- Returns the facts needed to split a chunk: its extent, the number of chunks in its table's plan, how often it was
-- released at a worker's deadline, and since its last requeue, how often and after how many seconds the source ended its
-- statement, or that of the chunk it was split from, at a time limit ($5: words of the error of such an attempt).
-- Caller: slot, at its worker's deadline or the source's limit. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no. No locks.
-- Index: chunk_pkey, attempt_chunk.
SELECT c.predicate, c.chunk_range, c.lower_bound, c.upper_bound, c.bucket, c.buckets,
       (SELECT p.chunk_no
          FROM migration_status.chunk p
         WHERE p.run_id = c.run_id AND p.table_no = c.table_no AND p.epoch = c.epoch AND p.parent_no IS NULL
         ORDER BY p.chunk_no DESC
         LIMIT 1) AS planned,
       (SELECT count(*)
          FROM migration_status.attempt a
         WHERE a.run_id = c.run_id AND a.table_no = c.table_no AND a.chunk_no = c.chunk_no AND a.epoch = c.epoch
           AND a.outcome = 'overdue') AS overdue,
       cut.times_cut, cut.cut_seconds
  FROM migration_status.chunk c,
       LATERAL (SELECT count(*) AS times_cut,
                       coalesce(sum(extract(epoch FROM a.ended_at - a.started_at)), 0)::float8 AS cut_seconds
                  FROM migration_status.attempt a
                 WHERE a.run_id = c.run_id AND a.table_no = c.table_no AND a.chunk_no IN (c.chunk_no, c.parent_no)
                   AND a.epoch = c.epoch AND strpos(a.error, $5::text) > 0
                   AND NOT EXISTS (SELECT FROM migration_status.attempt q
                                    WHERE q.run_id = c.run_id AND q.table_no = c.table_no AND q.chunk_no = c.chunk_no
                                      AND q.epoch = c.epoch AND q.outcome = 'requeued'
                                      AND q.attempt_id > a.attempt_id)) cut
 WHERE c.run_id = $1::uuid AND c.table_no = $2::int AND c.epoch = $3::int AND c.chunk_no = $4::int
