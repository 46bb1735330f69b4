-- Target database, version 1: receipts and fences.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- One row per copied chunk, committed with the chunk's rows. This key alone makes a chunk exactly-once.
CREATE TABLE migration_receipt.receipt (
    run_id       uuid NOT NULL,
    table_no     int NOT NULL,
    epoch        int NOT NULL,
    chunk_no     int NOT NULL,
    rows         bigint NOT NULL,
    bytes        bigint NOT NULL,
    attempt      int NOT NULL,
    worker_id    uuid NOT NULL,
    snapshot     text NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, table_no, epoch, chunk_no)
);

-- Which run owns a target table, and what has been done to it once.
CREATE TABLE migration_receipt.table_fence (
    target_schema text NOT NULL,
    target_table  text NOT NULL,
    run_id        uuid NOT NULL,
    run_name      text NOT NULL,
    owner         text NOT NULL,
    table_no      int NOT NULL,
    epoch         int NOT NULL,
    truncated_at  timestamptz,
    published_at  timestamptz,
    released_at   timestamptz,
    fenced_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (target_schema, target_table)
) WITH (fillfactor = 50);
