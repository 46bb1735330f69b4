-- Lists the foreign keys of a run that were recorded for validation: $1 run_id. is_open: the key exists and isn't
-- valid. Caller: publish. Index: primary key.
SELECT p.table_no, p.epoch, p.target_schema, p.target_table, k.key ->> 'relation' AS relation, k.key ->> 'name' AS name,
       EXISTS (SELECT FROM pg_constraint c
                WHERE c.conrelid = to_regclass(k.key ->> 'relation') AND c.conname = k.key ->> 'name'
                  AND NOT c.convalidated) AS is_open
  FROM migration_receipt.publication p CROSS JOIN LATERAL jsonb_array_elements(p.unvalidated) k (key)
 WHERE p.run_id = $1::uuid
