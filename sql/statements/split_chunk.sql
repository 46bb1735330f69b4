-- Replaces a chunk by its halves, which go to the back of the queue with all their attempts. No row: somebody else did.
-- Caller: slot, reaper, publish, each after it has seen the chunk's void receipt, and never without it: from then on
-- nobody can copy the chunk, whoever holds its claim and whatever its state is. $1 run_id, $2 table_no, $3 epoch,
-- $4 chunk_no, $5 halves as the receipt has them. Locks: the work row, the run_table row. Index: work_pkey.
WITH parent AS (
    DELETE FROM migration_status.work
     WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int
    RETURNING *),
half AS (
    SELECT p.run_id, p.table_no, p.epoch, p.chunk_no AS parent_no, h.*
      FROM parent p, jsonb_to_recordset($5::jsonb) AS h (number int, predicate text, range text, extent jsonb)),
planned AS (
    INSERT INTO migration_status.chunk (run_id, table_no, epoch, chunk_no, parent_no, predicate, chunk_range,
                                        lower_bound, upper_bound, bucket, buckets)
    SELECT run_id, table_no, epoch, number, parent_no, predicate, range, extent->>'lower', extent->>'upper',
           (extent->>'bucket')::int, (extent->>'buckets')::int
      FROM half),
queued AS (
    INSERT INTO migration_status.work (run_id, table_no, epoch, chunk_no)
    SELECT run_id, table_no, epoch, number FROM half ORDER BY number),
counted AS (
    UPDATE migration_status.run_table t
       SET total_chunks = t.total_chunks + 1
      FROM parent p
     WHERE t.run_id = p.run_id AND t.table_no = p.table_no AND t.epoch = p.epoch)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'split', worker_id, claimed_at FROM parent
