-- Marks a chunk whose receipt is committed as done. No row is fine: the claim was lost, the receipt stands.
-- Caller: slot. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no, $5 claim token, $6 rows, $7 bytes, $8/$9/$10 time in ms
-- spent waiting for the source, encoding, and sending. Like a claim it doesn't wait for the disk: where a crash of this
-- database forgets it, the claim is held by nobody, and whoever gets it finds the receipt.
-- Locks: the chunk's work row. Index: work_pkey. The state is compared as text because the planner would else choose
-- work_claimed, which looks tiny, and pass every claim since the vacuum horizon.
WITH finished AS (
    UPDATE migration_status.work
       SET state = 'done', finished_at = clock_timestamp(), rows = $6::bigint, bytes = $7::bigint,
           source_ms = $8::int, encode_ms = $9::int, target_ms = $10::int
     WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int
       AND claim_token = $5::uuid AND state::text = 'claimed'
    RETURNING *)
INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at)
SELECT run_id, table_no, epoch, chunk_no, attempt, 'done', worker_id, claimed_at FROM finished
 WHERE set_config('synchronous_commit', 'off', true) = 'off'
