-- Lists the columns of a table's keys: of its unique indexes on columns, without a condition. $1 oid. Caller: plan, to
-- find rows at the source that violate them. Index: pg_index_indrelid_index.
SELECT i.indexrelid::text AS oid, i.indisprimary AS is_primary, a.attname AS name
  FROM pg_index i
  CROSS JOIN LATERAL unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY k (attnum, n)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
 WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
 ORDER BY i.indisprimary DESC, i.indexrelid, k.n
