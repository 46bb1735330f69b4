-- Creates the control schema and its version table. Caller: schema migration, under lock_schema_version.
-- The schema may already exist: an administrator creates it for a user who isn't allowed to.
DO $$
BEGIN
    IF to_regnamespace('migration_status') IS NULL THEN
        CREATE SCHEMA migration_status;
    END IF;
END
$$;
CREATE TABLE IF NOT EXISTS migration_status.schema_version (
    version    int PRIMARY KEY,
    program    text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
