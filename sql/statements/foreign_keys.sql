-- Returns tables by the names that the catalogue prints, with the other tables that their foreign keys reference:
-- $1 [{"number", "schema", "name"}]. A table that doesn't exist has no keys. Runs under the settings of
-- read_definition. Caller: run, publish, to order publications. Index: pg_constraint_conrelid_contypid_conname_index.
SELECT t.number, format('%I.%I', t.schema, t.name) AS name,
       coalesce(jsonb_agg(DISTINCT k.confrelid::regclass::text) FILTER (WHERE k.confrelid IS NOT NULL), '[]')::text
           AS referenced
  FROM jsonb_to_recordset($1::jsonb) AS t (number int, schema text, name text)
  LEFT JOIN pg_namespace n ON n.nspname = t.schema
  LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
  LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid
 GROUP BY t.number, t.schema, t.name
