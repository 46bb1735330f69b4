-- Lists a table's extended statistics: $1 oid. definition: the text between the name and FROM.
-- Runs under the settings of read_definition. Caller: publish, to create them on the staging table, and to check that
-- both tables have the same statistics. Index: pg_statistic_ext_relid_index.
SELECT s.oid::text AS oid, n.nspname AS schema, s.stxname AS name, pg_get_userbyid(s.stxowner) AS owner,
       substr(f, p.prefix + 1, length(f) - p.prefix - length(' FROM ' || s.stxrelid::regclass)) AS definition
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
 CROSS JOIN LATERAL pg_get_statisticsobjdef(s.oid) f
 CROSS JOIN LATERAL (SELECT length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)) AS prefix) p
 WHERE s.stxrelid = $1::oid
 ORDER BY s.oid
