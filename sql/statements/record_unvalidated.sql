-- Stores the recreated foreign keys that are still to be validated: $4, as JSON.
-- Caller: publish, after it validated one. $1 run_id, $2 table_no, $3 epoch. Locks: the publication's row.
-- Index: primary key.
UPDATE migration_receipt.publication SET unvalidated = nullif($4::jsonb, '[]')
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int
