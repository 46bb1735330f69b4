-- Locks the fence exclusively for a step of publish or cancel, so that no chunk commits meanwhile. Returns no row if
-- the run isn't the owner.
-- Caller: publish, cancel. $1/$2 target schema and table, $3 run_id. Locks: the fence row, exclusively.
SELECT epoch, published_at IS NOT NULL AS published, released_at IS NOT NULL AS released, unlogged
  FROM migration_receipt.table_fence
 WHERE target_schema = $1 AND target_table = $2 AND run_id = $3::uuid
   FOR UPDATE
