-- What hangs on a table and would keep it from being replaced: views, foreign keys of others. $1 oid. Caller: plan.
SELECT DISTINCT CASE
           WHEN d.classid = 'pg_rewrite'::regclass  -- a view hangs on its rule; people know the view
           THEN pg_describe_object('pg_class'::regclass, (SELECT ev_class FROM pg_rewrite WHERE oid = d.objid), 0)
           ELSE pg_describe_object(d.classid, d.objid, d.objsubid)
       END AS dependent
  FROM pg_depend d
 WHERE d.refobjid = $1::oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n'
   AND d.classid IN ('pg_rewrite'::regclass, 'pg_constraint'::regclass)
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.oid = d.objid AND c.conrelid = $1::oid
                      AND d.classid = 'pg_constraint'::regclass)
 ORDER BY 1 LIMIT 10
