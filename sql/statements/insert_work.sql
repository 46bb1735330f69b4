-- Puts all chunks of a run into the queue, with tables interleaved so that no table waits for another to finish.
-- Caller: plan, after copy_chunks in the same transaction. $1 run_id.
INSERT INTO migration_status.work (run_id, table_no, epoch, chunk_no)
SELECT run_id, table_no, epoch, chunk_no
  FROM migration_status.chunk
 WHERE run_id = $1::uuid
 ORDER BY chunk_no, table_no
