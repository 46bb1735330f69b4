-- Lists the sequences of a table's columns: $1 oid. identity: the column's identity sequence; owned: dropped with its
-- column; drawn: the column is numeric and its default is the sequence's next value, unchanged. Runs under the settings
-- of read_definition.
-- Caller: plan, to let a staging table use the same sequences; publish, to move them past the loaded rows and hand them
-- over. Index: pg_depend_reference_index, pg_attrdef_adrelid_adnum_index.
SELECT a.attname AS column_name, s.oid::text AS oid, n.nspname AS schema, s.relname AS name,
       bool_or(f.bond = 'i') AS is_identity, bool_or(f.bond = 'a') AS is_owned,
       coalesce(coalesce(nullif(t.typbasetype, 0), t.oid)
                IN ('int8'::regtype, 'int2'::regtype, 'int4'::regtype, 'numeric'::regtype)
                AND bool_or(f.bond = 'i'
                            OR pg_get_expr(d.adbin, d.adrelid) = format('nextval(%L::regclass)', s.oid::regclass)),
                false) AS is_drawn
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
 CROSS JOIN LATERAL (
     SELECT p.objid AS sequence, p.deptype AS bond FROM pg_depend p
      WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum
        AND p.classid = 'pg_class'::regclass AND p.deptype IN ('a', 'i')
      UNION ALL
     SELECT p.refobjid, 'n' FROM pg_depend p
      WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass) f
  JOIN pg_class s ON s.oid = f.sequence AND s.relkind = 'S'
  JOIN pg_namespace n ON n.oid = s.relnamespace
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 GROUP BY a.attnum, a.attname, t.oid, t.typbasetype, s.oid, n.nspname, s.relname
 ORDER BY a.attnum, s.oid
