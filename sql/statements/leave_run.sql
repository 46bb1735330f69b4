-- Ends a term. Caller: whoever leads a run, at the end. $1 run_id, $2 term.
UPDATE migration_status.run SET coordinator_until = NULL, term = NULL WHERE run_id = $1::uuid AND term = $2::uuid
