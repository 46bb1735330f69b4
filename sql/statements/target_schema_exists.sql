-- Returns whether the receipt schema exists. Caller: read-only verbs. No locks.
SELECT to_regclass('migration_receipt.schema_version') IS NOT NULL AS present
