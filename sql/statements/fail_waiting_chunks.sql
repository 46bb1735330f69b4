-- Fails the chunks of a table that wait for a slot, because the source isn't as it was planned, so that none of them is
-- tried for the same error. Caller: slot, after a chunk has failed for that reason; run, before it starts workers.
-- $1 run_id, $2 table_no, $3 epoch, $4 error. Locks: the work rows that nobody is claiming. Index: primary key.
WITH waiting AS MATERIALIZED (
         SELECT chunk_no FROM migration_status.work
          WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND state = 'ready'
          ORDER BY chunk_no FOR UPDATE SKIP LOCKED),
     failed AS (
         UPDATE migration_status.work w SET state = 'failed', finished_at = clock_timestamp()
           FROM waiting x
          WHERE w.run_id = $1::uuid AND w.table_no = $2::int AND w.epoch = $3::int AND w.chunk_no = x.chunk_no
         RETURNING w.*)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, error)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'failed', $4 FROM failed
