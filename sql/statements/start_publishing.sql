-- Marks a table as being published. Caller: publish. $1 run_id, $2 table_no, $3 term.
-- Returns no row, and changes nothing, if the term has ended. Locks: the run's row, shared, then the table's.
WITH term AS MATERIALIZED (
         SELECT FROM migration_status.run WHERE run_id = $1::uuid AND term = $3::uuid FOR SHARE),
     changed AS (
         UPDATE migration_status.run_table SET state = 'publishing', error = NULL, step = NULL, step_at = NULL
          WHERE run_id = $1::uuid AND table_no = $2::int AND state IN ('loading', 'publishing')
            AND EXISTS (SELECT FROM term))
SELECT FROM term
