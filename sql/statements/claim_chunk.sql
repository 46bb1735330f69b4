-- Claims the first ready chunk behind queue position $2. Returns no row if there is none.
-- Caller: each slot, when free. $1 run_id, $2 low watermark of queue_pos, $3 worker_id, $4 claim token (random, new for
-- each claim). The last two arguments are for programs of version 0.1.0, which end the session with this pid and start
-- time: no session has pid 0. The function is in migrations/control_005_claim_and_finish.sql.
SELECT * FROM migration_status.claim_chunk($1::uuid, $2::bigint, $3::uuid, $4::uuid, 0, 'epoch'::timestamptz)
