-- Ends a term. Caller: the coordinator that leads the run, when it ends. $1 run_id, $2 term.
UPDATE migration_status.run SET coordinator_until = NULL, term = NULL WHERE run_id = $1::uuid AND term = $2::uuid
