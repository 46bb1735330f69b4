-- Records a migration of the control schema: $1 version, $2 program version. Caller: schema migration.
INSERT INTO migration_status.schema_version (version, program) VALUES ($1::int, $2)
