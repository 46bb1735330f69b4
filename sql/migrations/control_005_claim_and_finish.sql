-- Control database, version 5: the two statements of every chunk, as functions. Parsing and planning them took longer
-- than running them; a function's plans stay in the server's session, which works through a proxy that pools
-- transactions, as a prepared statement doesn't.
-- Applied by the program in one transaction, under a transaction-level advisory lock.
-- The settings pin the plans to the indexes named below, whatever the tables held when a session first planned.

-- Claims one chunk: the first that is ready behind low_watermark, skipping those that others are claiming.
-- backend_pid, backend_start: of the target session. token: random, new for each claim. Invariant: only a living worker
-- of an active run claims, and only while the breaker of the run's source is closed.
-- A claim doesn't wait for the disk: one that a crash of this database forgets is a chunk that is ready again, and its
-- holder's finish finds no row (the receipt decides). So one slow fsync doesn't hold up a hundred slots.
-- Locks: the chunk's work row. Index: work_ready, work_pkey, chunk_pkey, worker_pkey, attempt_chunk. One small statement
-- after the other: what joins them may be planned while the tables are empty, and then reads them whole. LIMIT stays a
-- literal: otherwise the plan reads all ready rows.
CREATE FUNCTION migration_status.claim_chunk(
    run uuid, low_watermark bigint, worker uuid, token uuid, target_pid int, target_start timestamptz)
RETURNS TABLE (
    table_no int, epoch int, chunk_no int, attempt int, queue_pos bigint, predicate text, chunk_range text,
    expected_rows bigint, is_after_loss boolean)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $$
#variable_conflict use_column
DECLARE
    claimed migration_status.work;
BEGIN
    SET LOCAL synchronous_commit = off;
    SELECT w.* INTO claimed
      FROM migration_status.work w
     WHERE w.state = 'ready' AND w.run_id = run AND w.queue_pos > low_watermark AND w.ready_at <= clock_timestamp()
       AND EXISTS (SELECT FROM migration_status.worker me
                    WHERE me.worker_id = worker AND me.state = 'alive' AND me.lease_until > clock_timestamp())
       AND EXISTS (SELECT FROM migration_status.run r
                    WHERE r.run_id = run AND r.state = 'active' AND NOT r.paused
                      AND NOT EXISTS (SELECT FROM migration_status.source_breaker b
                                       WHERE b.source = r.source AND b.state <> 'closed'))
     ORDER BY w.queue_pos
     LIMIT 1
       FOR UPDATE OF w SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE migration_status.work w
       SET state = 'claimed', worker_id = worker, claim_token = token, attempt = w.attempt + 1,
           claimed_at = clock_timestamp(), finished_at = NULL, backend_pid = target_pid, backend_start = target_start
     WHERE w.run_id = run AND w.table_no = claimed.table_no AND w.epoch = claimed.epoch
       AND w.chunk_no = claimed.chunk_no
    RETURNING w.* INTO STRICT claimed;
    RETURN QUERY
    SELECT c.table_no, c.epoch, c.chunk_no, claimed.attempt, claimed.queue_pos, c.predicate, c.chunk_range,
           c.expected_rows,
           claimed.attempt > 1 AND EXISTS (
               SELECT FROM migration_status.attempt a
                WHERE a.run_id = run AND a.table_no = claimed.table_no AND a.epoch = claimed.epoch
                  AND a.chunk_no = claimed.chunk_no AND a.attempt = claimed.attempt - 1 AND a.outcome = 'lost')
      FROM migration_status.chunk c
     WHERE c.run_id = run AND c.table_no = claimed.table_no AND c.epoch = claimed.epoch
       AND c.chunk_no = claimed.chunk_no;
END $$;

-- Marks a chunk whose receipt is committed as done; whether its claim still stood. Like a claim it doesn't wait for the
-- disk: where a crash of this database forgets it, the claim is held by nobody, and whoever gets it finds the receipt.
-- Times in ms. Locks: the chunk's work row. Index: work_pkey. The state is compared as text because the planner would
-- else choose work_claimed, which looks tiny, and pass every claim since the vacuum horizon.
CREATE FUNCTION migration_status.finish_chunk(
    run uuid, table_number int, table_epoch int, chunk_number int, token uuid, copied_rows bigint, copied_bytes bigint,
    source_time int, encode_time int, target_time int)
RETURNS boolean
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $$
BEGIN
    SET LOCAL synchronous_commit = off;
    WITH finished AS (
        UPDATE migration_status.work
           SET state = 'done', finished_at = clock_timestamp(), rows = copied_rows, bytes = copied_bytes,
               source_ms = source_time, encode_ms = encode_time, target_ms = target_time
         WHERE run_id = run AND table_no = table_number AND epoch = table_epoch AND chunk_no = chunk_number
           AND claim_token = token AND state::text = 'claimed'
        RETURNING *)
    INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at)
    SELECT run_id, table_no, epoch, chunk_no, attempt, 'done', worker_id, claimed_at FROM finished;
    RETURN FOUND;
END $$;
