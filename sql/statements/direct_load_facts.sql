-- Returns what decides whether COPY can load rows directly into a table of the target: $1 oid. Caller: plan, check.
SELECT current_user::text AS username, has_schema_privilege(c.relnamespace, 'USAGE') AS may_use_schema,
       has_table_privilege(c.oid, 'SELECT') AS may_read, row_security_active(c.oid) AS is_filtered,
       (SELECT string_agg(format('%s of %s', quote_ident(k.conname), k.conrelid::regclass), ', ' ORDER BY k.conname)
          FROM pg_constraint k
         WHERE k.confrelid = c.oid AND k.contype = 'f' AND k.conrelid <> c.oid AND k.conparentid = 0) AS referrers
  FROM pg_class c WHERE c.oid = $1::oid
