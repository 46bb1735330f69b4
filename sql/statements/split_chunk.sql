-- Replaces a chunk by its halves, at the back of the queue and with all their attempts. Returns no row if another
-- process did so. Caller: slot, reaper, publish, each only after it has seen the chunk's void receipt: from then on
-- nobody can copy the chunk, whatever its state and whoever holds its claim. $1 run_id, $2 table_no, $3 epoch, $4
-- chunk_no. First half: $5 number, $6 predicate, $7 range, $8/$9 bounds, $10 bucket of $11 buckets. Second half,
-- likewise: $12, $13, $14, $15/$16, $17 of $18. $19: why, or NULL. Locks: the work row, the run_table row. Index: work_pkey.
WITH parent AS (
    DELETE FROM migration_status.work
     WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int
    RETURNING *),
half AS (
    SELECT p.run_id, p.table_no, p.epoch, p.chunk_no AS parent_no, h.*
      FROM parent p,
           (VALUES ($5::int, $6::text, $7::text, $8::text, $9::text, $10::int, $11::int),
                   ($12::int, $13::text, $14::text, $15::text, $16::text, $17::int, $18::int))
           AS h (number, predicate, range, lower_bound, upper_bound, bucket, buckets)),
planned AS (
    INSERT INTO migration_status.chunk (run_id, table_no, epoch, chunk_no, parent_no, predicate, chunk_range,
                                        lower_bound, upper_bound, bucket, buckets)
    SELECT run_id, table_no, epoch, number, parent_no, predicate, range, lower_bound, upper_bound, bucket, buckets
      FROM half),
queued AS (
    INSERT INTO migration_status.work (run_id, table_no, epoch, chunk_no)
    SELECT run_id, table_no, epoch, number FROM half ORDER BY number),
counted AS (
    UPDATE migration_status.run_table t
       SET total_chunks = t.total_chunks + 1
      FROM parent p
     WHERE t.run_id = p.run_id AND t.table_no = p.table_no AND t.epoch = p.epoch)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'split', worker_id, claimed_at, $19 FROM parent
