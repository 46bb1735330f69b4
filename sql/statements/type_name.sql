-- Returns a type of the target, found by its bare name in any schema, as a statement can name it: $1 name. Returns no row
-- if there is none. Caller: plan, check. A type of an extension comes first.
SELECT format_type(t.oid, NULL) AS name
  FROM pg_type t
 WHERE t.typname = $1 AND t.typtype IN ('b', 'd', 'e')
 ORDER BY EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') DESC,
       t.oid
 LIMIT 1
