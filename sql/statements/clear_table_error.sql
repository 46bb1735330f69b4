-- Clears a table's error, so that publish tries the table again: $1 run_id, $2 table name or NULL for all tables.
-- A skipped table, which has no plan, keeps its error. Caller: requeue; run and publish, while they hold their term.
UPDATE migration_status.run_table SET error = NULL
 WHERE run_id = $1::uuid AND error IS NOT NULL AND spec IS NOT NULL AND state IN ('loading', 'publishing')
   AND ($2::text IS NULL OR $2 IN (source_table, target_table, source_schema || '.' || source_table,
                                   target_schema || '.' || target_table))
