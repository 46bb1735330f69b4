-- Lists a table's indexes: $1 oid. definition: the text after CREATE INDEX name ON table. constraint_kind: `index` for
-- a constraint that is created from its index, `own` for one that creates its index itself (exclusion, WITHOUT
-- OVERLAPS), NULL for a plain index. constraint_head and constraint_tail: the text after the constraint's name; for
-- `index`, the index's name goes between the two. Runs under the settings of read_definition.
-- Caller: publish, to create them on the staging table, and to check that both tables have the same indexes.
-- Index: pg_index_indrelid_index.
SELECT i.indexrelid::text AS oid, c.relname AS name, i.indisunique AS is_unique, i.indisvalid AS is_valid,
       substr(pg_get_indexdef(i.indexrelid),
              length(format('CREATE %sINDEX %I ON %s', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname,
                            i.indrelid::regclass)) + 1) AS definition,
       coalesce(s.spcname, '') AS tablespace,
       CASE WHEN k.oid IS NULL THEN NULL WHEN k.contype = 'x' OR i.indisexclusion THEN 'own' ELSE 'index'
       END AS constraint_kind,
       CASE
           WHEN k.contype = 'x' OR i.indisexclusion THEN pg_get_constraintdef(k.oid)
           WHEN k.contype = 'p' THEN 'PRIMARY KEY USING INDEX '
           WHEN k.contype = 'u' THEN 'UNIQUE USING INDEX '
       END AS constraint_head,
       CASE WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END
       || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END AS constraint_tail,
       (SELECT string_agg(format('%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' ORDER BY n)
          FROM unnest(c.reloptions) WITH ORDINALITY a (o, n)) AS options
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
 WHERE i.indrelid = $1::oid
 ORDER BY i.indexrelid
