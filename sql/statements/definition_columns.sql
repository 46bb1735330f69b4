-- Lists a table's columns as DDL: $1 oid. settings: the actions of ALTER TABLE that complete the column.
-- Runs under the settings of read_definition. Caller: plan, to create a staging table like its target; publish, to
-- check that both are still alike. Index: pg_attribute_relid_attnum_index.
SELECT a.attname AS name,
       quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
       || coalesce((SELECT format(' COLLATE %I.%I', n.nspname, o.collname)
                      FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
                     WHERE o.oid = a.attcollation AND a.attcollation <> t.typcollation), '')
       || CASE
              WHEN a.attgenerated <> '' THEN
                  format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                         CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
              WHEN a.attidentity <> '' THEN
                  format(' GENERATED %s AS IDENTITY (%s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                         (SELECT format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', q.seqincrement,
                                        q.seqmin, q.seqmax, q.seqstart, q.seqcache,
                                        CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
                            FROM pg_depend p JOIN pg_sequence q ON q.seqrelid = p.objid
                           WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                             AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i'))
              ELSE coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
          END
       -- From version 18 on, NOT NULL is a named constraint.
       || CASE
              WHEN current_setting('server_version_num')::int < 180000 THEN
                  CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
              ELSE coalesce((SELECT format(' CONSTRAINT %I NOT NULL', k.conname)
                                    || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
                               FROM pg_constraint k
                              WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum
                                AND k.convalidated), '')
          END AS definition,
       nullif(concat_ws(', ',
           CASE WHEN a.attstorage <> t.typstorage THEN
               format('ALTER COLUMN %I SET STORAGE %s', a.attname,
                      CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN' WHEN 'e' THEN 'EXTERNAL'
                                        ELSE 'EXTENDED' END) END,
           CASE to_jsonb(a) ->> 'attcompression'
               WHEN 'p' THEN format('ALTER COLUMN %I SET COMPRESSION pglz', a.attname)
               WHEN 'l' THEN format('ALTER COLUMN %I SET COMPRESSION lz4', a.attname) END,
           CASE WHEN a.attstattarget >= 0 THEN
               format('ALTER COLUMN %I SET STATISTICS %s', a.attname, a.attstattarget) END,
           (SELECT format('ALTER COLUMN %I SET (%s)', a.attname,
                          string_agg(format('%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', '))
              FROM unnest(a.attoptions) o
            HAVING count(*) > 0)), '') AS settings
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
