-- Makes the receipt schema and its version table. Caller: schema migration, under lock_schema_version.
CREATE SCHEMA IF NOT EXISTS migration_receipt;
CREATE TABLE IF NOT EXISTS migration_receipt.schema_version (
    version    int PRIMARY KEY,
    program    text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
