-- Holds the target table for this run and epoch until the transaction ends. If it returns no row, the run is fenced and
-- must roll back. unlogged: which receipt table to use until then. Caller: transfer, after the COPY; split; publish,
-- for long steps. $1/$2 target schema and table, $3 run_id, $4 epoch.
-- Locks: the fence row, shared; a takeover's UPDATE waits for it. Index: primary key.
SELECT unlogged FROM migration_receipt.table_fence
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid AND epoch = $4::int
   AND released_at IS NULL AND published_at IS NULL
   FOR SHARE
