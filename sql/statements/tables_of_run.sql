-- Lists a run's tables with their plans: $1 run_id, $2 table numbers (array), or NULL for all.
-- Caller: publish, verify, cancel; plan, after a takeover. Index: primary key.
SELECT t.table_no, t.epoch, t.state, t.spec::text AS spec, t.spec_version, t.expected_rows,
       t.source_rows, t.is_counted, t.published_rows, t.error
  FROM migration_status.run_table t
 WHERE t.run_id = $1::uuid AND ($2::int[] IS NULL OR t.table_no = ANY ($2::int[]))
 ORDER BY t.table_no
