-- Lists the columns of a table in the target whose default draws from a sequence that the user may not use: $1 schema,
-- $2 table. Caller: plan, check. COPY evaluates the defaults of the columns that it isn't given.
SELECT a.attname AS name, s.oid::regclass::text AS sequence
  FROM pg_attrdef d
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
  JOIN pg_class s ON s.oid = p.refobjid
 WHERE d.adrelid = format('%I.%I', $1::text, $2::text)::regclass AND a.attgenerated = ''
   AND CASE WHEN s.relkind = 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE') END
 ORDER BY a.attnum
