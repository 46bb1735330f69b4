-- Changes the plan of a table that isn't published yet, as an edited config asks: $1 run_id, $2 table_no, $3 spec,
-- $4 version of the spec, $5 maximum attempts per chunk, or NULL to keep it. Caller: run, publish, while they hold the
-- term. Index: primary key.
UPDATE migration_status.run_table
   SET spec = $3::jsonb, spec_version = $4::int, max_attempts = coalesce($5::int, max_attempts)
 WHERE run_id = $1::uuid AND table_no = $2::int AND state <> 'completed'
