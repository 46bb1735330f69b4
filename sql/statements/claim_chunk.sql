-- Claims one chunk: the first that is ready behind $2, skipping those that others are claiming.
-- Caller: each slot, when free. $1 run_id, $2 low watermark of queue_pos, $3 worker_id, $4 claim token (random, new for
-- each claim), $5/$6 target backend's pid and start. Invariant: only a living worker of an active run claims, and only
-- while the breaker of the run's source is closed.
-- A claim doesn't wait for the disk: one that a crash of this database forgets is a chunk that is ready again, and its
-- holder's finish finds no row (the receipt decides). So one slow fsync doesn't hold up a hundred slots.
-- Locks: the chunk's work row. Index: work_ready, worker_pkey, attempt_chunk. LIMIT stays a literal and the CTE
-- MATERIALIZED: otherwise a generic plan scans all ready rows, or a nested loop locks more than one.
WITH picked AS MATERIALIZED (
    SELECT w.run_id, w.table_no, w.epoch, w.chunk_no
      FROM migration_status.work w
     WHERE w.state = 'ready' AND w.run_id = $1::uuid AND w.queue_pos > $2::bigint
       AND w.ready_at <= clock_timestamp()
       AND EXISTS (SELECT FROM migration_status.worker me
                    WHERE me.worker_id = $3::uuid AND me.state = 'alive' AND me.lease_until > clock_timestamp())
       AND EXISTS (SELECT FROM migration_status.run r
                    WHERE r.run_id = $1::uuid AND r.state = 'active' AND NOT r.paused
                      AND NOT EXISTS (SELECT FROM migration_status.source_breaker b
                                       WHERE b.source = r.source AND b.state <> 'closed'))
     ORDER BY w.queue_pos
     LIMIT 1
       FOR UPDATE OF w SKIP LOCKED)
UPDATE migration_status.work w
   SET state = 'claimed', worker_id = $3::uuid, claim_token = $4::uuid, attempt = w.attempt + 1,
       claimed_at = clock_timestamp(), finished_at = NULL, backend_pid = $5::int, backend_start = $6::timestamptz
  FROM picked p
  JOIN migration_status.chunk c USING (run_id, table_no, epoch, chunk_no)
 WHERE w.run_id = p.run_id AND w.table_no = p.table_no AND w.epoch = p.epoch AND w.chunk_no = p.chunk_no
RETURNING w.table_no, w.epoch, w.chunk_no, w.attempt, w.queue_pos, c.predicate, c.chunk_range, c.expected_rows,
          w.attempt > 1 AND EXISTS (
              SELECT FROM migration_status.attempt a
               WHERE a.run_id = w.run_id AND a.table_no = w.table_no AND a.epoch = w.epoch AND a.chunk_no = w.chunk_no
                 AND a.attempt = w.attempt - 1 AND a.outcome = 'lost') AS is_after_loss,
          set_config('synchronous_commit', 'off', true)
