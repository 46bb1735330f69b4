-- Takes the claims of a run back that was cancelled or is planned anew, after their sessions in the target are ended.
-- Caller: cancel; run, while it holds its term. $1 run_id. Locks: the work rows. Index: work_claimed.
UPDATE migration_status.work SET state = 'ready', claim_token = NULL
 WHERE run_id = $1::uuid AND state = 'claimed'
