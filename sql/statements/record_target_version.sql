-- Records a migration of the receipt schema: $1 version, $2 program version. Caller: schema migration.
INSERT INTO migration_receipt.schema_version (version, program) VALUES ($1::int, $2)
