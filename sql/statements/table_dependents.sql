-- Lists the objects that depend on a table, over every edge of the catalogue: on the table itself, its row type,
-- constraints, indexes, sequences and everything else that is dropped with it. $1 oid. Returns no row if the table can
-- be dropped.
-- is_carried: the object can be bound to another table of the same name and shape, by executing `removal` before the
-- old table is dropped and `makes` after the new one has its name. relation, is_view: the object whose lock this takes.
-- missing_grant: what this session lacks for it. is_valid_key: whether the foreign key is to be validated again.
-- key_name: the foreign key's name. orphans: a statement that tells whether rows violate the key if they reference the
-- table $2 (a name, quoted for SQL).
-- Runs under the settings of read_definition. Caller: check, plan, publish. Index: pg_depend_reference_index.
WITH RECURSIVE part (classid, objid) AS (
    SELECT 'pg_class'::regclass::oid, $1::oid
     UNION
    SELECT d.classid, d.objid
      FROM part p
      JOIN pg_depend d ON d.refclassid = p.classid AND d.refobjid = p.objid AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid
      LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass AND s.oid = d.objid
     -- Not part of this table: triggers of other tables that fire for this one, and owned sequences (handed over).
     WHERE (t.oid IS NULL OR t.tgisinternal OR t.tgrelid = $1::oid)
       AND (s.oid IS NULL OR s.relkind <> 'S' OR d.deptype = 'i')
       AND (s.oid IS NULL OR NOT s.relispartition OR s.relkind IN ('i', 'I'))),
edge (classid, objid, objsubid) AS (
    SELECT DISTINCT d.classid, d.objid, d.objsubid
      FROM part p
      JOIN pg_depend d ON d.refclassid = p.classid AND d.refobjid = p.objid
      LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass AND s.oid = d.objid
      LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
     WHERE NOT EXISTS (SELECT FROM part q WHERE q.classid = d.classid AND q.objid = d.objid)
       AND NOT (coalesce(s.relkind, '') = 'S' AND d.deptype = 'a')
       AND coalesce(k.conparentid, 0) = 0),
thing AS (
    SELECT e.*, pg_describe_object(e.classid, e.objid, e.objsubid) AS description, w.ev_class,
           k.conname, y.polname, t.tgname,
           coalesce(w.ev_class, k.conrelid, y.polrelid, f.adrelid, t.tgrelid,
                    CASE WHEN e.classid = 'pg_class'::regclass THEN e.objid END) AS relid,
           coalesce(r.relowner, p.proowner) AS owner, coalesce(r.relnamespace, p.pronamespace) AS namespace, r.relkind,
           r.relpersistence, r.reloptions,
           CASE
               WHEN w.rulename = '_RETURN' AND r.relkind = 'v' THEN 'view'
               WHEN w.rulename = '_RETURN' THEN 'materialized view'
               WHEN w.oid IS NOT NULL THEN 'rule'
               WHEN k.contype = 'f' THEN 'foreign key'
               WHEN y.oid IS NOT NULL THEN 'policy'
               WHEN f.oid IS NOT NULL AND a.attgenerated = '' THEN 'default'
               WHEN t.oid IS NOT NULL THEN 'trigger'
               WHEN p.oid IS NOT NULL AND to_jsonb(p) ->> 'prosqlbody' IS NOT NULL
                    AND NOT EXISTS (SELECT FROM part q
                                     WHERE q.classid = 'pg_type'::regclass
                                       AND (q.objid = p.prorettype OR q.objid = ANY (p.proargtypes)
                                            OR q.objid = ANY (p.proallargtypes))) THEN 'function'
               WHEN p.oid IS NOT NULL THEN 'typed function'
               WHEN e.classid = 'pg_class'::regclass AND e.objsubid = 0 THEN 'child'
               ELSE 'other'
           END AS kind
      FROM edge e
      LEFT JOIN pg_rewrite w ON e.classid = 'pg_rewrite'::regclass AND w.oid = e.objid
      LEFT JOIN pg_proc p ON e.classid = 'pg_proc'::regclass AND p.oid = e.objid
      LEFT JOIN pg_constraint k ON e.classid = 'pg_constraint'::regclass AND k.oid = e.objid
      LEFT JOIN pg_policy y ON e.classid = 'pg_policy'::regclass AND y.oid = e.objid
      LEFT JOIN pg_attrdef f ON e.classid = 'pg_attrdef'::regclass AND f.oid = e.objid
      LEFT JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
      LEFT JOIN pg_trigger t ON e.classid = 'pg_trigger'::regclass AND t.oid = e.objid
      LEFT JOIN pg_class r ON r.oid = coalesce(w.ev_class, k.conrelid, y.polrelid, f.adrelid, t.tgrelid,
                                               CASE WHEN e.classid = 'pg_class'::regclass THEN e.objid END)),
judged AS (
    SELECT *,
           kind IN ('view', 'rule', 'foreign key', 'policy', 'default', 'trigger', 'function')
           AND coalesce(relpersistence, 'p') <> 't' AND NOT (kind = 'foreign key' AND relkind = 'p') AS is_carried
      FROM thing)
SELECT CASE WHEN kind IN ('view', 'materialized view') THEN kind || ' ' || ev_class::regclass ELSE description
       END AS description, is_carried, relkind = 'v' AS is_view,
       CASE
           WHEN is_carried THEN 'set on_dependents: carry'
           WHEN relpersistence = 't' THEN 'it is dropped when its session ends'
           WHEN kind = 'foreign key' THEN
               'a partitioned table''s key can''t be added without checking all rows: drop it, and add it after the run'
           WHEN kind = 'child' THEN 'detach it with ALTER TABLE ... NO INHERIT, and attach it again after the run'
           ELSE 'drop it, and create it again after the run'
       END AS way_out,
       CASE WHEN kind <> 'function' THEN relid::regclass::text END AS relation,
       pg_get_userbyid(owner) AS owner,
       CASE
           WHEN NOT is_carried THEN NULL
           WHEN NOT pg_has_role(owner, 'USAGE') THEN
               format('GRANT %I TO %I', pg_get_userbyid(owner), current_user)
           WHEN kind IN ('view', 'function') AND NOT has_schema_privilege(namespace, 'CREATE') THEN
               format('GRANT CREATE ON SCHEMA %s TO %I', namespace::regnamespace, current_user)
       END AS missing_grant,
       CASE kind
           WHEN 'foreign key' THEN format('ALTER TABLE %s DROP CONSTRAINT %I', relid::regclass, conname)
           WHEN 'trigger' THEN format('DROP TRIGGER %I ON %s', tgname, relid::regclass)
       END AS removal,
       CASE WHEN is_carried THEN
       CASE kind
           WHEN 'view' THEN
               format('CREATE OR REPLACE VIEW %s', relid::regclass)
               || coalesce((SELECT format(' WITH (%s)', string_agg(format('%s=%L', split_part(o, '=', 1),
                                                                          substr(o, strpos(o, '=') + 1)), ', '))
                              FROM unnest(reloptions) o HAVING count(*) > 0), '')
               || ' AS ' || pg_get_viewdef(relid)
           WHEN 'rule' THEN overlay(pg_get_ruledef(objid) PLACING 'CREATE OR REPLACE RULE' FROM 1 FOR 11)
           WHEN 'function' THEN pg_get_functiondef(objid)
           WHEN 'foreign key' THEN
               (SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', relid::regclass, conname, pg_get_constraintdef(objid))
                       || CASE WHEN k.convalidated AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
                               THEN ' NOT VALID' ELSE '' END
                       || coalesce(format('; COMMENT ON CONSTRAINT %I ON %s IS ', conname, relid::regclass)
                                   || quote_literal(obj_description(objid, 'pg_constraint')), '')
                  FROM pg_constraint k WHERE k.oid = objid)
           WHEN 'policy' THEN
               (SELECT format('ALTER POLICY %I ON %s', polname, relid::regclass)
                       || coalesce(' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', '')
                       || coalesce(' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')', '')
                  FROM pg_policy y WHERE y.oid = objid)
           WHEN 'default' THEN
               (SELECT format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', relid::regclass, a.attname,
                              pg_get_expr(f.adbin, f.adrelid))
                  FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                 WHERE f.oid = objid)
           WHEN 'trigger' THEN
               (SELECT pg_get_triggerdef(objid)
                       || CASE t.tgenabled
                              WHEN 'D' THEN format('; ALTER TABLE %s DISABLE TRIGGER %I', relid::regclass, tgname)
                              WHEN 'R' THEN format('; ALTER TABLE %s ENABLE REPLICA TRIGGER %I', relid::regclass, tgname)
                              WHEN 'A' THEN format('; ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', relid::regclass, tgname)
                              ELSE '' END
                       || coalesce(format('; COMMENT ON TRIGGER %I ON %s IS ', tgname, relid::regclass)
                                   || quote_literal(obj_description(objid, 'pg_trigger')), '')
                  FROM pg_trigger t WHERE t.oid = objid)
       END END AS makes,
       coalesce(kind = 'foreign key'
                AND (SELECT k.convalidated AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
                       FROM pg_constraint k WHERE k.oid = objid), false) AS is_valid_key,
       -- A statement that tells whether the foreign key's table has rows without a referenced row.
       CASE WHEN kind = 'foreign key' THEN
           (SELECT format('SELECT EXISTS (SELECT FROM ONLY %s c WHERE %s AND NOT EXISTS (SELECT FROM ONLY %s p WHERE %s)) '
                          'AS present', relid::regclass, string_agg(format('c.%I IS NOT NULL', c.attname), ' AND '), $2::text,
                          string_agg(format('p.%I OPERATOR(%I.%s) c.%I', p.attname, n.nspname, o.oprname, c.attname), ' AND '))
              FROM pg_constraint k
             CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) u (own, other, operator)
              JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = u.own
              JOIN pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = u.other
              JOIN pg_operator o ON o.oid = u.operator
              JOIN pg_namespace n ON n.oid = o.oprnamespace
             WHERE k.oid = objid AND NOT coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false))
       END AS orphans,
       conname AS key_name
  FROM judged
 ORDER BY kind = 'view', relid, objid
