-- Gives the coordinator's lease back. Caller: run, publish at their end. $1 run_id, $2 coordinator_id.
UPDATE migration_status.run SET coordinator_until = NULL WHERE run_id = $1::uuid AND coordinator_id = $2::uuid
