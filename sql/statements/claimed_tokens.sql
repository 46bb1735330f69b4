-- Lists the tokens of a run's claims: $1 run_id. Caller: cancel, run. Index: work_claimed.
SELECT claim_token FROM migration_status.work WHERE run_id = $1::uuid AND state = 'claimed' AND claim_token IS NOT NULL
