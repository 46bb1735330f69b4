-- Target database, version 5: which run published which table.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- Written with the swap. The fence names a table's publisher only until another run takes the table, but the publisher
-- must be known as long as its receipts are kept.
-- unvalidated: the foreign keys of other tables that were recreated for the new rows and are still to be validated: a
-- list of {relation, name}.
CREATE TABLE migration_receipt.publication (
    run_id        uuid NOT NULL,
    table_no      int NOT NULL,
    epoch         int NOT NULL,
    target_schema text NOT NULL,
    target_table  text NOT NULL,
    unvalidated   jsonb,
    published_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, table_no, epoch)
);
INSERT INTO migration_receipt.publication
       (run_id, table_no, epoch, target_schema, target_table, unvalidated, published_at)
SELECT run_id, table_no, epoch, target_schema, target_table, unvalidated, published_at
  FROM migration_receipt.table_fence
 WHERE published_at IS NOT NULL;
ALTER TABLE migration_receipt.table_fence DROP COLUMN unvalidated;
