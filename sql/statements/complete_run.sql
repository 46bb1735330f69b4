-- Completes a run whose tables are all published or skipped. Caller: run, publish. $1 run_id, $2 term. Returns no row if a table
-- isn't published yet or the term has ended.
UPDATE migration_status.run r
   SET state = 'completed', completed_at = clock_timestamp(), coordinator_until = NULL
 WHERE r.run_id = $1::uuid AND r.term = $2::uuid AND r.state = 'active'
   AND NOT EXISTS (SELECT FROM migration_status.run_table t
                    WHERE t.run_id = r.run_id AND t.state NOT IN ('completed', 'cancelled')
                      AND NOT (t.spec IS NULL AND t.error IS NOT NULL))
RETURNING name
