-- Moves a claimed chunk to the back of the queue without counting the attempt, because its source failed, not the
-- chunk. Returns no row if the claim was lost, or if this chunk was already given back ten times: a chunk that brings
-- its source down each time must not be retried forever. Caller: slot. $1 worker_id, $2 claim token, $3 error.
-- Locks: the chunk's work row. Index: work_claimed, attempt_chunk.
WITH given AS (
    UPDATE migration_status.work w
       SET state = 'ready', attempt = w.attempt - 1, queue_pos = nextval('migration_status.queue_pos'),
           ready_at = clock_timestamp()
     WHERE w.worker_id = $1::uuid AND w.claim_token = $2::uuid AND w.state = 'claimed'
       AND (SELECT count(*)
              FROM migration_status.attempt a
             WHERE a.run_id = w.run_id AND a.table_no = w.table_no AND a.chunk_no = w.chunk_no AND a.epoch = w.epoch
               AND a.outcome = 'released' AND a.error IS NOT NULL) < 10
    RETURNING *)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at, error)
SELECT run_id, table_no, epoch, chunk_no, attempt + 1, 'released', worker_id, claimed_at, $3 FROM given
