-- Returns the newest migration of the control schema (0 if there is none) and the program version that applied it.
-- Caller: schema migration.
SELECT version, program FROM migration_status.schema_version
UNION ALL SELECT 0, '' ORDER BY version DESC LIMIT 1
