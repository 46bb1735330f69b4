-- Lists the columns of a table in the target: $1 oid. base_type: for a domain, its underlying type. Caller: plan.
SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS format_type,
       format_type(b.oid, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) AS base_type,
       b.typtype = 'e' AS is_enum, a.attnotnull OR t.typnotnull AS is_not_null,
       a.atthasdef OR a.attidentity <> '' AS has_default, a.attgenerated <> '' AS is_generated,
       has_column_privilege(a.attrelid, a.attnum, 'INSERT') AS may_insert
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
