-- Makes a run the owner of a target table, or starts its next epoch. Returns no row if another run is the owner.
-- Caller: plan. $1/$2 target schema and table, $3 run_id, $4 run name, $5 owner (user@host), $6 table_no.
-- Waits for commits in flight under the previous epoch. Locks: the fence row.
INSERT INTO migration_receipt.table_fence AS f
       (target_schema, target_table, run_id, run_name, owner, table_no, epoch)
VALUES ($1, $2, $3::uuid, $4, $5, $6::int, 1)
ON CONFLICT (target_schema, target_table) DO UPDATE
   SET run_id = excluded.run_id, run_name = excluded.run_name, owner = excluded.owner, table_no = excluded.table_no,
       epoch = CASE WHEN f.run_id = excluded.run_id THEN f.epoch + 1 ELSE 1 END,
       truncated_at = CASE WHEN f.run_id = excluded.run_id THEN f.truncated_at END,
       published_at = NULL, released_at = NULL, unlogged = false,
       fenced_at = clock_timestamp()
 WHERE f.run_id = excluded.run_id OR f.released_at IS NOT NULL
RETURNING epoch, truncated_at IS NOT NULL AS truncated
