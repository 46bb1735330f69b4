-- Takes back the claims of a run that was cancelled or is planned again, after their sessions in the target were ended.
-- Caller: cancel; run, while it holds its term. $1 run_id. Locks: the work rows. Index: work_claimed.
UPDATE migration_status.work SET state = 'ready', claim_token = NULL
 WHERE run_id = $1::uuid AND state = 'claimed'
