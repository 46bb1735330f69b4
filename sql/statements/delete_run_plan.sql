-- Empties a plan that is half-written or was taken back, before it is written anew. Caller: plan, in the transaction
-- that writes it. $1 run_id. Attempts stay: they are history, told apart by their epoch.
WITH work AS (DELETE FROM migration_status.work WHERE run_id = $1::uuid),
     chunks AS (DELETE FROM migration_status.chunk WHERE run_id = $1::uuid)
DELETE FROM migration_status.run_table WHERE run_id = $1::uuid
