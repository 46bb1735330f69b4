-- Returns, from the target's records, which of a run's tables are published and which the run owns. $1 run_id.
-- Caller: run and publish, before a run completes; verify; cancel. Index: publication's primary key; table_fence is
-- small.
SELECT coalesce(p.table_no, f.table_no) AS table_no, coalesce(p.epoch, f.epoch) AS epoch,
       p.run_id IS NOT NULL AS is_published, f.run_id IS NOT NULL AS is_owned
  FROM (SELECT * FROM migration_receipt.publication WHERE run_id = $1::uuid) p
  FULL JOIN (SELECT * FROM migration_receipt.table_fence WHERE run_id = $1::uuid AND released_at IS NULL) f
    ON f.table_no = p.table_no AND f.epoch = p.epoch
