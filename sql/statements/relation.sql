-- Returns the relation with a name in the target: $1 schema, $2 name. Returns no row if there is none. Caller: plan,
-- publish.
SELECT c.oid::text AS oid, c.relkind::text AS kind, pg_has_role(c.relowner, 'USAGE') AS owned,
       pg_get_userbyid(c.relowner) AS owner, c.relispartition AS is_partition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2
