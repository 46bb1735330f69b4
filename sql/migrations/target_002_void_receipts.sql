-- Target database, version 2: receipts of chunks that were split.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- halves: the two chunks that take the place of one that was split, so that whoever finds the receipt can queue them.
-- Such a receipt is void: it proves no rows, and its key keeps every attempt at the chunk from committing any.
ALTER TABLE migration_receipt.receipt
    ADD COLUMN halves jsonb,
    ADD CONSTRAINT receipt_void CHECK (halves IS NULL OR (rows = 0 AND bytes = 0));
