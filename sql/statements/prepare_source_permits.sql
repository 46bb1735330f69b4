-- Creates the permits of a source with a limit: $1 source, $2 number of permits. Caller: worker, at its start.
INSERT INTO migration_status.source_permit (source, permit_no)
SELECT $1, n FROM generate_series(1, $2::int) n
ON CONFLICT DO NOTHING
