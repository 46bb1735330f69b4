-- Returns a published table to loading, because the target has no record of the publication. Caller: publish, run.
-- $1 run_id, $2 table_no, $3 term, $4 error or NULL.
-- Returns no row, and changes nothing, if the term has ended. Locks: the run's row, shared, then the table's.
WITH term AS MATERIALIZED (
         SELECT FROM migration_status.run WHERE run_id = $1::uuid AND term = $3::uuid FOR SHARE),
     changed AS (
         UPDATE migration_status.run_table
            SET state = 'loading', completed_at = NULL, published_rows = NULL, source_rows = NULL, is_counted = NULL,
                error = $4
          WHERE run_id = $1::uuid AND table_no = $2::int AND state = 'completed' AND EXISTS (SELECT FROM term))
SELECT FROM term
