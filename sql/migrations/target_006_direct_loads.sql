-- Target database, version 6: loads directly into tables that readers see.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- Modes append and truncate commit rows directly into the target table. If a run is cancelled, or its control database
-- loses it, its rows stay in the table and only receipts prove them; a fence names only the table's last owner. This
-- table has a row for each table and epoch of such a run, from its plan on.
-- plan: a hash of the statements that read the run's chunks. Plans with equal hashes have equal chunks.
-- start_xid: no row of the run is older than this transaction. start_block: the table's size at that time, in blocks;
-- most or all of the run's rows are behind it. These three are NULL if the run was planned by an earlier version.
-- state: open while the rows belong to this run; accepted or continued by a later run; removed if the rows are gone.
CREATE TABLE migration_receipt.direct_load (
    run_id          uuid NOT NULL,
    table_no        int NOT NULL,
    epoch           int NOT NULL,
    target_schema   text NOT NULL,
    target_table    text NOT NULL,
    run_name        text NOT NULL,
    mode            text NOT NULL,
    config_identity text,
    plan            text,
    start_xid       xid DEFAULT pg_current_xact_id()::xid,
    start_block     bigint,
    state           text NOT NULL DEFAULT 'open'
                    CHECK (state IN ('open', 'accepted', 'continued', 'removed')),
    begun_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    PRIMARY KEY (run_id, table_no, epoch)
);
CREATE INDEX direct_load_table ON migration_receipt.direct_load (target_schema, target_table);

-- The transaction that wrote the rows that a receipt proves; NULL for the transaction that wrote the receipt.
ALTER TABLE migration_receipt.receipt ADD COLUMN origin xid;
ALTER TABLE migration_receipt.unlogged_receipt ADD COLUMN origin xid;

-- Runs that own tables already, except those that load a staging table.
INSERT INTO migration_receipt.direct_load
       (run_id, table_no, epoch, target_schema, target_table, run_name, mode, start_xid, begun_at)
SELECT f.run_id, f.table_no, f.epoch, f.target_schema, f.target_table, f.run_name,
       CASE WHEN f.truncated_at IS NULL THEN 'append' ELSE 'truncate' END, NULL, f.fenced_at
  FROM migration_receipt.table_fence f
 WHERE f.published_at IS NULL
   AND EXISTS (SELECT FROM migration_receipt.receipt r
                WHERE r.run_id = f.run_id AND r.table_no = f.table_no AND r.epoch = f.epoch AND r.rows > 0)
   AND NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = f.target_schema
                      AND c.relname = '__snowmelt_' || left(f.run_id::text, 8) || '_' || f.table_no);
