-- Lists the tokens of a worker's claims: $1 worker_id. Caller: worker, before it checks which of them its slots hold.
-- Index: work_claimed.
SELECT claim_token FROM migration_status.work WHERE worker_id = $1::uuid AND state = 'claimed'
