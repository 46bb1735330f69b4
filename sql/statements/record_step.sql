-- Records the current step of planning or publishing a table. Caller: plan, publish. $1 run_id, $2 table_no, $3 term, $4 step.
-- Returns no row, and changes nothing, if the term has ended. Locks: the run's row, shared, then the table's.
WITH term AS MATERIALIZED (
         SELECT FROM migration_status.run WHERE run_id = $1::uuid AND term = $3::uuid FOR SHARE),
     changed AS (
         UPDATE migration_status.run_table SET step = $4, step_at = clock_timestamp()
          WHERE run_id = $1::uuid AND table_no = $2::int AND state IN ('planning', 'publishing')
            AND EXISTS (SELECT FROM term))
SELECT FROM term
