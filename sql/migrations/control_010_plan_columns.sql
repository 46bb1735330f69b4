-- Control database, version 10: what statements need of a table's plan is a column, and the plan has a version.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- max_attempts: at one chunk, before it counts as failed. spec_version: of the form that spec is written in; spec is JSON
-- for the programs, and no statement looks into it. All three NULL while the table is planned for the first time.
ALTER TABLE migration_status.run_table ADD COLUMN max_attempts int, ADD COLUMN spec_version int;

-- Version 1 had the attempts within the spec.
UPDATE migration_status.run_table
   SET max_attempts = coalesce((spec->>'maxAttempts')::int, 5), spec_version = 1
 WHERE spec IS NOT NULL;
