-- Lists, in words, the properties that a table loses when a table created from the source replaces it: $1 oid.
-- Caller: plan, for warnings. Index: those of each catalogue on its table.
WITH me AS (SELECT c.* FROM pg_class c WHERE c.oid = $1::oid),
loss (place, words) AS (
    SELECT 1, 'row level security' FROM me WHERE relrowsecurity
     UNION ALL
    SELECT 2, 'policy ' || quote_ident(polname) FROM pg_policy WHERE polrelid = $1::oid
     UNION ALL
    SELECT 3, 'owner ' || pg_get_userbyid(relowner) FROM me WHERE pg_get_userbyid(relowner) <> current_user
     UNION ALL
    SELECT 4, 'grants on column ' || quote_ident(attname)
      FROM pg_attribute WHERE attrelid = $1::oid AND attacl IS NOT NULL AND NOT attisdropped
     UNION ALL
    SELECT 5, 'constraint ' || quote_ident(conname)
      FROM pg_constraint WHERE conrelid = $1::oid AND contype <> 'n' AND contype <> 't'
     UNION ALL
    SELECT 6, 'index ' || quote_ident(c.relname)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::oid AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND conrelid = $1::oid)
     UNION ALL
    SELECT 7, 'trigger ' || quote_ident(tgname) FROM pg_trigger WHERE tgrelid = $1::oid AND NOT tgisinternal
     UNION ALL
    SELECT 8, 'rule ' || quote_ident(rulename) FROM pg_rewrite WHERE ev_class = $1::oid
     UNION ALL
    SELECT 9, CASE WHEN a.attidentity <> '' THEN 'identity of column ' WHEN a.attgenerated <> '' THEN 'expression of column '
                   ELSE 'default of column ' END || quote_ident(a.attname)
      FROM pg_attribute a
     WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.atthasdef OR a.attidentity <> '')
     UNION ALL
    SELECT 10, 'NOT NULL of column ' || quote_ident(a.attname)
      FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
     UNION ALL
    SELECT 11, 'statistics ' || quote_ident(stxname) FROM pg_statistic_ext WHERE stxrelid = $1::oid
     UNION ALL
    SELECT 12, 'publication ' || quote_ident(p.pubname)
      FROM pg_publication_rel m JOIN pg_publication p ON p.oid = m.prpubid WHERE m.prrelid = $1::oid
     UNION ALL
    SELECT 13, 'replica identity' FROM me WHERE relreplident <> 'd'
     UNION ALL
    SELECT 14, 'storage options' FROM me
     WHERE reloptions IS NOT NULL OR reltablespace <> 0
        OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = me.oid AND a.attnum > 0
                      AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0))
     UNION ALL
    SELECT 15, 'comments' WHERE EXISTS (SELECT FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid = $1::oid)
     UNION ALL
    SELECT 16, 'sequence ' || quote_ident(s.relname)
      FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::oid
       AND d.deptype IN ('a', 'i')
     UNION ALL
    SELECT 17, 'inheritance from ' || quote_ident(c.relname)
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent WHERE i.inhrelid = $1::oid)
SELECT words FROM loss ORDER BY place, words
