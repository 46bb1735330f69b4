-- Control database, version 4: where each chunk lies, so that it can be split, and the halves of those that were.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- parent_no: the chunk that this one is a half of; its own row stays, its work row is gone. expected_rows of a half is
-- not known. Bounds are texts of the source; bucket: of a hash of the rows.
ALTER TABLE migration_status.chunk
    ALTER COLUMN expected_rows DROP NOT NULL,
    ADD COLUMN parent_no   int,
    ADD COLUMN lower_bound text,
    ADD COLUMN upper_bound text,
    ADD COLUMN bucket      int,
    ADD COLUMN buckets     int;
CREATE INDEX chunk_half ON migration_status.chunk (run_id, table_no, epoch, parent_no) WHERE parent_no IS NOT NULL;

-- overdue: released because the worker's deadline came before the chunk's end. split: replaced by its halves.
ALTER TABLE migration_status.attempt
    DROP CONSTRAINT attempt_outcome_check,
    ADD CONSTRAINT attempt_outcome_check
        CHECK (outcome IN ('done', 'released', 'overdue', 'retried', 'failed', 'lost', 'requeued', 'split'));
