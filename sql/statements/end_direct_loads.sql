-- Records the fate of rows that runs loaded directly into a table. Caller: publish, in the transaction that replaces
-- the table; plan, when it takes the fence. $1/$2 target schema and table, $3 state, $4 run_id, $5 true for the loads
-- of this run, false for those of all other runs. Index: direct_load_table.
UPDATE migration_receipt.direct_load SET state = $3, ended_at = clock_timestamp()
 WHERE target_schema = $1 AND target_table = $2 AND state = 'open' AND (run_id = $4::uuid) = $5::boolean
