-- Marks a table as published. Caller: publish, after it committed in the target. $1 run_id, $2 table_no, $3 term,
-- $4 published rows, $5 rows of the source or NULL, $6 whether $4 was counted in the target, or NULL.
-- Returns no row, and changes nothing, if the term has ended. Locks: the run's row, shared, then the table's.
WITH term AS MATERIALIZED (
         SELECT FROM migration_status.run WHERE run_id = $1::uuid AND term = $3::uuid FOR SHARE),
     changed AS (
         UPDATE migration_status.run_table
            SET state = 'completed', completed_at = clock_timestamp(), published_rows = $4::bigint,
                source_rows = $5::bigint, is_counted = $6::boolean, error = NULL
          WHERE run_id = $1::uuid AND table_no = $2::int AND state <> 'cancelled' AND EXISTS (SELECT FROM term))
SELECT FROM term
