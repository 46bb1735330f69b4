-- Deletes a plan that is half-written or was taken back, before it is written again. Caller: plan, in the transaction
-- that writes the plan. $1 run_id. Attempts are kept as history; their epoch tells them apart.
WITH work AS (DELETE FROM migration_status.work WHERE run_id = $1::uuid),
     chunks AS (DELETE FROM migration_status.chunk WHERE run_id = $1::uuid)
DELETE FROM migration_status.run_table WHERE run_id = $1::uuid
