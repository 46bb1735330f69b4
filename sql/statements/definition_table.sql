-- Returns a table's properties other than its columns: $1 oid. Runs under the settings of read_definition.
-- Caller: plan, to create a staging table like its target; publish. Index: primary key of pg_class.
SELECT c.relpersistence = 'u' AS is_unlogged, pg_get_userbyid(c.relowner) AS owner, m.amname AS access_method,
       s.spcname AS tablespace,
       (SELECT string_agg(format('%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' ORDER BY n)
          FROM (SELECT o, n FROM unnest(c.reloptions) WITH ORDINALITY a (o, n)
                 UNION ALL
                SELECT 'toast.' || o, n + 1000 FROM unnest(t.reloptions) WITH ORDINALITY a (o, n)) o) AS options
  FROM pg_class c
  LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  LEFT JOIN pg_am m ON m.oid = c.relam
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
 WHERE c.oid = $1::oid
