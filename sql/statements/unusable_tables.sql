-- Lists tables in one of Snowmelt's own schemas to which the user lacks a privilege that every run needs: $1 schema.
-- Caller: check. Returns one row; tables is NULL if there are none.
SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS tables
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_version'
   AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
            AND has_table_privilege(c.oid, 'UPDATE'))
