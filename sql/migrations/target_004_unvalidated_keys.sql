-- Target database, version 4: foreign keys that a publication has recreated.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- unvalidated: the foreign keys of other tables that were recreated for the new rows and are still to be validated: a
-- list of {relation, name}. Written with the swap, so that a killed coordinator's successor validates them.
ALTER TABLE migration_receipt.table_fence ADD COLUMN unvalidated jsonb;
