-- Lists publications of whole schemas, which include the load tables in them: $1 schemas (array). Caller: check. No
-- locks. Requires PostgreSQL 15.
SELECT DISTINCT p.pubname AS name
  FROM pg_publication p
  JOIN pg_publication_namespace s ON s.pnpubid = p.oid
  JOIN pg_namespace n ON n.oid = s.pnnspid
 WHERE n.nspname = ANY ($1::text[])
 ORDER BY 1
