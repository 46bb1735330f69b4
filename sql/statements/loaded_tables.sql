-- Lists the tables of a run whose chunks are all done but that aren't published: $1 run_id.
-- Caller: run, publish. Index: work_pkey.
SELECT t.table_no FROM migration_status.run_table t
 WHERE t.run_id = $1::uuid AND t.state IN ('loading', 'publishing') AND t.error IS NULL
   AND NOT EXISTS (SELECT FROM migration_status.work w
                    WHERE w.run_id = t.run_id AND w.table_no = t.table_no AND w.epoch = t.epoch AND w.state <> 'done')
 ORDER BY t.table_no
