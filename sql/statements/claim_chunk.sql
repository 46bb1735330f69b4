-- Claims one chunk: the first that is ready behind $2, or no row.
-- Caller: each slot, when free. $1 run_id, $2 low watermark of queue_pos, $3 worker_id, $4 claim token (random, new for
-- each claim), $5/$6 target backend's pid and start. The function is in migrations/control_005_claim_and_finish.sql.
SELECT * FROM migration_status.claim_chunk($1::uuid, $2::bigint, $3::uuid, $4::uuid, $5::int, $6::timestamptz)
