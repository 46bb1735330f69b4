-- Returns whether the control schema exists. Caller: read-only verbs. No locks.
SELECT to_regclass('migration_status.schema_version') IS NOT NULL AS present
