-- Whether the receipt schema has been made. Caller: read-only verbs. No locks.
SELECT to_regclass('migration_receipt.schema_version') IS NOT NULL AS present
