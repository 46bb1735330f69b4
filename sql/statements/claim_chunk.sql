-- Claims one chunk: the first that is ready behind $2, or no row.
-- Caller: each slot, when free. $1 run_id, $2 low watermark of queue_pos, $3 worker_id, $4 claim token (random, new for
-- each claim). The last two arguments name a session for programs of version 0.1.0, which would end it: none has this
-- pid. The function is in migrations/control_005_claim_and_finish.sql.
SELECT * FROM migration_status.claim_chunk($1::uuid, $2::bigint, $3::uuid, $4::uuid, 0, 'epoch'::timestamptz)
