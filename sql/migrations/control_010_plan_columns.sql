-- Control database, version 10: columns for the parts of a table's plan that statements need, and the plan's version.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- max_attempts: maximum attempts per chunk before it is marked as failed. spec_version: version of the format of spec.
-- spec is JSON for the programs; no statement reads its contents. All three are NULL until the table is planned.
ALTER TABLE migration_status.run_table ADD COLUMN max_attempts int, ADD COLUMN spec_version int;

-- Version 1 of the format stored the maximum attempts in the spec.
UPDATE migration_status.run_table
   SET max_attempts = coalesce((spec->>'maxAttempts')::int, 5), spec_version = 1
 WHERE spec IS NOT NULL;
