-- Target database, version 6: what runs have put straight into tables that readers see.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- Modes append and truncate commit rows into the target table itself. Those of a run that was cancelled, or that its
-- control database has forgotten, stay there, and receipts are all that proves them; a fence tells its last owner alone.
-- A row for each table and epoch of such a run, from its plan on.
-- plan: a hash of the statements that its chunks are read by; a plan of the same hash has the same chunks.
-- start_xid: no row of the run is older. start_block: the table's size then; most of the rows, or all, lie behind it.
-- All NULL: planned by a version that didn't say.
-- state: open as long as the rows are this run's; accepted, continued: by a later run; removed: the rows are gone.
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

-- Which transaction has written the rows that a receipt proves; NULL: the one that wrote the receipt.
ALTER TABLE migration_receipt.receipt ADD COLUMN origin xid;
ALTER TABLE migration_receipt.unlogged_receipt ADD COLUMN origin xid;

-- Owners from before: all but those that load a staging table.
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
