-- Lists a table's constraints that have no index: $1 oid. These are checks, foreign keys, and from version 18 on, NOT
-- NULL constraints that aren't validated. head and tail: the definition after the constraint's name, without NOT VALID
-- (see is_validated). In a key that references its own table, the table's name goes between head and tail; all other
-- constraints have no tail. Runs under the settings of read_definition.
-- Caller: publish, to create them on the staging table, and to check that both tables have the same constraints.
-- Index: pg_constraint_conrelid_contypid_conname_index.
SELECT k.conname AS name, k.convalidated AS is_validated,
       coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS is_enforced,
       CASE WHEN r.is_own THEN left(d.body, r.place) ELSE d.body END AS head,
       CASE WHEN r.is_own THEN substr(d.body, r.place + 1 + length(k.conrelid::regclass::text)) END AS tail,
       CASE WHEN k.confrelid <> 0 THEN k.confrelid::regclass::text END AS referenced
  FROM pg_constraint k
 CROSS JOIN LATERAL (
     SELECT CASE WHEN f LIKE '% NOT VALID' THEN left(f, -10) ELSE f END AS body FROM pg_get_constraintdef(k.oid) f) d
 CROSS JOIN LATERAL (
     -- The search for the table's name starts behind the columns, because their names can contain any text.
     SELECT coalesce(length(format('FOREIGN KEY (%s', string_agg(quote_ident(a.attname), ', '))), 0) AS length
       FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) l
 CROSS JOIN LATERAL (
     SELECT k.confrelid = k.conrelid AS is_own,
            l.length + strpos(substr(d.body, l.length + 1), 'REFERENCES ') + length('REFERENCES ') - 1 AS place) r
 WHERE k.conrelid = $1::oid AND (k.contype IN ('c', 'f') OR (k.contype = 'n' AND NOT k.convalidated))
 ORDER BY k.conname
