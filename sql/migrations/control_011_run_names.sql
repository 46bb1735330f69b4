-- Control database, version 11: a run's name can be used again after the run has ended.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

ALTER TABLE migration_status.run DROP CONSTRAINT run_name_key;
CREATE UNIQUE INDEX run_name_unfinished ON migration_status.run (name) WHERE state IN ('planning', 'active');
CREATE INDEX run_name ON migration_status.run (name, created_at);
