-- Target database, version 4: foreign keys that a publication has made again.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- unvalidated: the foreign keys of other tables that were made again for the new rows, and have to be validated still:
-- a list of {relation, name}. Written with the swap, so that a successor of a killed coordinator validates them.
ALTER TABLE migration_receipt.table_fence ADD COLUMN unvalidated jsonb;
