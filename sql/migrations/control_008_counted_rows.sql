-- Control database, version 8: what publishing counted.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- source_rows: the source's rows, as the plan counted them, or as they were counted when the copied ones were others.
-- is_counted: whether published_rows were counted in the target; otherwise receipts prove them. Both NULL for a table that
-- was published by a program of before, or whose coordinator died right after.
ALTER TABLE migration_status.run_table ADD COLUMN source_rows bigint, ADD COLUMN is_counted boolean;
