-- Control database, version 8: the rows that publishing counted.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- source_rows: the source's rows as the plan counted them, or as publishing counted them again because the number of
-- copied rows differed from the plan.
-- is_counted: whether published_rows was counted in the target; otherwise receipts prove it. Both are NULL for a table
-- that was published by an earlier version, or whose coordinator died right after publishing it.
ALTER TABLE migration_status.run_table ADD COLUMN source_rows bigint, ADD COLUMN is_counted boolean;
