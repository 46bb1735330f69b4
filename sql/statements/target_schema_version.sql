-- The newest migration of the receipt schema, 0 before the first, and who applied it. Caller: schema migration.
SELECT version, program FROM migration_receipt.schema_version
UNION ALL SELECT 0, '' ORDER BY version DESC LIMIT 1
