-- Control database, version 7: a coordinator leads a run for a term.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- term: a new id each time somebody begins to lead the run. What a coordinator changes of a run, it changes under its own
-- term alone. Programs of before know no terms, and must not lead runs beside those that do.
ALTER TABLE migration_status.run RENAME COLUMN coordinator_id TO term;
