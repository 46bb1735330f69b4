-- Control database, version 13: since when a run is paused.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- paused_at: NULL unless the run is paused, and for a run that an earlier version paused.
ALTER TABLE migration_status.run ADD COLUMN paused_at timestamptz;
