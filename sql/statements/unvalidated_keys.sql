-- The foreign keys of a run that have to be validated: $1 run_id. A key that is gone, or valid, is none.
-- Caller: publish. Sequential scan of a small table.
SELECT f.target_schema, f.target_table, k.key ->> 'relation' AS relation, k.key ->> 'name' AS name,
       EXISTS (SELECT FROM pg_constraint c
                WHERE c.conrelid = to_regclass(k.key ->> 'relation') AND c.conname = k.key ->> 'name'
                  AND NOT c.convalidated) AS is_open
  FROM migration_receipt.table_fence f CROSS JOIN LATERAL jsonb_array_elements(f.unvalidated) k (key)
 WHERE f.run_id = $1::uuid
