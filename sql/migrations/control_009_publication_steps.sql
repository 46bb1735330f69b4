-- Control database, version 9: which step a table's publishing is at.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- step: of a table in state publishing, and since when; NULL before one has lasted for a second.
ALTER TABLE migration_status.run_table ADD COLUMN step text, ADD COLUMN step_at timestamptz;
