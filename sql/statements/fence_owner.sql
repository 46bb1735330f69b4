-- Returns the owner of a target table: $1/$2 target schema and table. Returns no row if it has none. Caller: plan,
-- check.
-- Index: primary key.
SELECT run_id, run_name, owner, date_trunc('second', fenced_at)::text AS fenced_at, truncated_at IS NOT NULL AS truncated
  FROM migration_receipt.table_fence
 WHERE target_schema = $1 AND target_table = $2 AND released_at IS NULL
