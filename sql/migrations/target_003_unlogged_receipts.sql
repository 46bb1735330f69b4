-- Target database, version 3: receipts of tables that are loaded without a write-ahead log.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- A crash of the server empties the unlogged load tables and this table together, so that no receipt outlives its rows.
-- Publishing moves a table's receipts into the logged table, in the transaction that makes its rows logged.
CREATE UNLOGGED TABLE migration_receipt.unlogged_receipt (LIKE migration_receipt.receipt INCLUDING ALL);

-- Which of both tables the receipts of a run's table are written to. It changes under the fence's exclusive lock alone,
-- and every attempt reads it under the shared one: at any time one of the two keys decides, never both.
ALTER TABLE migration_receipt.table_fence ADD COLUMN unlogged boolean NOT NULL DEFAULT false;
