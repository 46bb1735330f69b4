-- Lists the statements, in order, that recreate what is attached to a table and is quick to create (triggers, rules,
-- policies, comments and so on), for use after the new table and its indexes have got their names: $1 oid.
-- Runs under the settings of read_definition. Caller: publish, before it drops the old table.
-- Index: those of each catalogue on its table.
WITH me AS (SELECT c.*, c.oid::regclass::text AS name, n.nspname AS namespace
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1::oid),
attachment (place, number, statement) AS (
    SELECT 1, 0, format('ALTER TABLE %s OF %s', name, format_type(reloftype, NULL)) FROM me WHERE reloftype <> 0
     UNION ALL
    SELECT 2, t.oid::bigint, pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgrelid = $1::oid AND NOT t.tgisinternal
     UNION ALL
    SELECT 3, t.oid::bigint, format('ALTER TABLE %s %s TRIGGER %I', name,
                                    CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                                     ELSE 'ENABLE ALWAYS' END, t.tgname)
      FROM pg_trigger t, me WHERE t.tgrelid = me.oid AND NOT t.tgisinternal AND t.tgenabled <> 'O'
     UNION ALL
    SELECT 4, r.oid::bigint, pg_get_ruledef(r.oid) FROM pg_rewrite r WHERE r.ev_class = $1::oid
     UNION ALL
    SELECT 5, r.oid::bigint, format('ALTER TABLE %s %s RULE %I', name,
                                    CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                                      ELSE 'ENABLE ALWAYS' END, r.rulename)
      FROM pg_rewrite r, me WHERE r.ev_class = me.oid AND r.ev_enabled <> 'O'
     UNION ALL
    SELECT 6, y.oid::bigint,
           format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', y.polname, name,
                  CASE WHEN y.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                  CASE y.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                                ELSE 'ALL' END,
                  (SELECT string_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END, ', ' ORDER BY n)
                     FROM unnest(y.polroles) WITH ORDINALITY u (o, n)))
           || coalesce(' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', '')
           || coalesce(' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')', '')
      FROM pg_policy y, me WHERE y.polrelid = me.oid
     UNION ALL
    SELECT 7, 1, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name) FROM me WHERE relrowsecurity
     UNION ALL
    SELECT 7, 2, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name) FROM me WHERE relforcerowsecurity
     UNION ALL
    SELECT 8, i.indexrelid::bigint, format('ALTER TABLE %s CLUSTER ON %I', name, c.relname)
      FROM me JOIN pg_index i ON i.indrelid = me.oid JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indisclustered AND i.indisvalid
     UNION ALL
    SELECT 8, a.attnum, format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', i.indexrelid::regclass, a.attnum,
                               a.attstattarget)
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid
     WHERE i.indrelid = $1::oid AND i.indisvalid AND a.attstattarget >= 0
     UNION ALL
    SELECT 9, 0, format('ALTER TABLE %s REPLICA IDENTITY %s', name,
                        CASE relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                        ELSE (SELECT format('USING INDEX %I', c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                               WHERE i.indrelid = me.oid AND i.indisreplident) END)
      FROM me WHERE relreplident <> 'd'
     UNION ALL
    SELECT 10, s.oid::bigint,
           format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, to_jsonb(s) ->> 'stxstattarget')
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
     WHERE s.stxrelid = $1::oid AND (to_jsonb(s) ->> 'stxstattarget')::int >= 0
     UNION ALL
    SELECT 11, p.oid::bigint,
           format('ALTER PUBLICATION %I ADD TABLE ONLY %s', p.pubname, name)
           || coalesce((SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum))
                          FROM pg_attribute a
                         WHERE a.attrelid = me.oid AND to_jsonb(m) -> 'prattrs' @> to_jsonb(a.attnum)
                        HAVING count(*) > 0), '')
           || coalesce((SELECT ' WHERE (' || (to_jsonb(v) ->> 'rowfilter') || ')'
                          FROM pg_publication_tables v
                         WHERE v.pubname = p.pubname AND v.schemaname = me.namespace
                           AND v.tablename = me.relname AND to_jsonb(m) ->> 'prqual' IS NOT NULL), '')
      FROM me JOIN pg_publication_rel m ON m.prrelid = me.oid JOIN pg_publication p ON p.oid = m.prpubid
     UNION ALL
    SELECT 12, d.objsubid,
           CASE WHEN d.objsubid = 0 THEN format('COMMENT ON TABLE %s IS %L', name, d.description)
                ELSE format('COMMENT ON COLUMN %s.%I IS %L', name, a.attname, d.description) END
      FROM me JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = me.oid
      LEFT JOIN pg_attribute a ON a.attrelid = me.oid AND a.attnum = d.objsubid
     WHERE d.objsubid = 0 OR NOT a.attisdropped
     UNION ALL
    SELECT 13, d.objoid::bigint, format('COMMENT ON %s IS %L', thing.name, d.description)
      FROM (SELECT 'pg_constraint'::regclass, k.oid, format('CONSTRAINT %I ON %s', k.conname, me.name)
              FROM me JOIN pg_constraint k ON k.conrelid = me.oid
             UNION ALL
            SELECT 'pg_class'::regclass, i.indexrelid, format('INDEX %s', i.indexrelid::regclass)
              FROM pg_index i WHERE i.indrelid = $1::oid AND i.indisvalid
             UNION ALL
            SELECT 'pg_trigger'::regclass, t.oid, format('TRIGGER %I ON %s', t.tgname, me.name)
              FROM me JOIN pg_trigger t ON t.tgrelid = me.oid AND NOT t.tgisinternal
             UNION ALL
            SELECT 'pg_rewrite'::regclass, r.oid, format('RULE %I ON %s', r.rulename, me.name)
              FROM me JOIN pg_rewrite r ON r.ev_class = me.oid
             UNION ALL
            SELECT 'pg_policy'::regclass, y.oid, format('POLICY %I ON %s', y.polname, me.name)
              FROM me JOIN pg_policy y ON y.polrelid = me.oid
             UNION ALL
            SELECT 'pg_statistic_ext'::regclass, s.oid, format('STATISTICS %I.%I', n.nspname, s.stxname)
              FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = $1::oid
             UNION ALL
            SELECT 'pg_class'::regclass, q.oid, format('SEQUENCE %s', q.oid::regclass)
              FROM pg_depend b JOIN pg_class q ON q.oid = b.objid AND q.relkind = 'S'
             WHERE b.classid = 'pg_class'::regclass AND b.refclassid = 'pg_class'::regclass AND b.refobjid = $1::oid
               AND b.deptype = 'i'
             UNION ALL
            SELECT 'pg_type'::regclass, reltype, format('TYPE %s', reltype::regtype) FROM me) thing (class, oid, name)
      JOIN pg_description d ON d.classoid = thing.class AND d.objoid = thing.oid AND d.objsubid = 0
     UNION ALL
    SELECT 14, l.objsubid,
           CASE WHEN l.objsubid = 0 THEN format('SECURITY LABEL FOR %I ON TABLE %s IS %L', l.provider, name, l.label)
                ELSE format('SECURITY LABEL FOR %I ON COLUMN %s.%I IS %L', l.provider, name, a.attname, l.label) END
      FROM me JOIN pg_seclabel l ON l.classoid = 'pg_class'::regclass AND l.objoid = me.oid
      LEFT JOIN pg_attribute a ON a.attrelid = me.oid AND a.attnum = l.objsubid
     UNION ALL
    SELECT 15, d.objid::bigint, format('ALTER %s DEPENDS ON EXTENSION %I', thing.name, e.extname)
      FROM (SELECT 'pg_class'::regclass, i.indexrelid, format('INDEX %s', i.indexrelid::regclass)
              FROM pg_index i WHERE i.indrelid = $1::oid AND i.indisvalid
             UNION ALL
            SELECT 'pg_trigger'::regclass, t.oid, format('TRIGGER %I ON %s', t.tgname, me.name)
              FROM me JOIN pg_trigger t ON t.tgrelid = me.oid AND NOT t.tgisinternal) thing (class, oid, name)
      JOIN pg_depend d ON d.classid = thing.class AND d.objid = thing.oid AND d.deptype = 'x'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid)
SELECT statement FROM attachment ORDER BY place, number
