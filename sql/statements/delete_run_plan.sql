-- Empties a half-written plan before it is written anew. Caller: plan after a takeover. $1 run_id.
DELETE FROM migration_status.run_table WHERE run_id = $1::uuid
