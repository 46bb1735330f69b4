-- Returns whether this user may load a table: $1 schema, $2 table, $3 its columns (array of text). Returns no row if
-- there is no such table. Caller: workers, before the first chunk of a table.
SELECT current_user::text AS username, pg_get_userbyid(c.relowner)::text AS owner,
       has_schema_privilege(n.oid, 'USAGE') AS may_use,
       has_table_privilege(c.oid, 'INSERT')
       OR NOT EXISTS (SELECT FROM pg_attribute a
                       WHERE a.attrelid = c.oid AND a.attname = ANY ($3::text[])
                         AND NOT has_column_privilege(c.oid, a.attnum, 'INSERT')) AS may_insert
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2
