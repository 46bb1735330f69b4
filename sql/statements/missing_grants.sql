-- Lists the statements that grant this user what it lacks in one of Snowmelt's schemas: $1 schema; $2 the privileges
-- needed per relation, a JSON object of lists, or NULL for all that its tables, views and sequences
-- offer, and for the right to create the schema; $3 whether the user also changes things. Reads the catalogue only,
-- which every user may.
-- Caller: workers at their start; verbs, after a refusal.
WITH place AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = $1),
     relation AS (
         SELECT c.oid, c.relname::text AS name, c.relkind FROM pg_class c JOIN place p ON p.oid = c.relnamespace),
     needed AS (
         SELECT r.oid, r.name, r.relkind, w.privilege
           FROM json_each($2::json) n (name, privileges)
          CROSS JOIN LATERAL json_array_elements_text(n.privileges) w (privilege)
           JOIN relation r ON r.name = n.name
         UNION ALL
         SELECT r.oid, r.name, r.relkind, w.privilege
           FROM relation r
          CROSS JOIN (VALUES ('SELECT', 'rpv', false), ('INSERT', 'rp', true), ('UPDATE', 'rp', true),
                             ('DELETE', 'rp', true), ('USAGE', 'S', true)) w (privilege, kinds, changes)
          WHERE $2::json IS NULL AND strpos(w.kinds, r.relkind::text) > 0 AND ($3::bool OR NOT w.changes)),
     lacking AS (
         SELECT * FROM needed
          WHERE NOT CASE relkind WHEN 'S' THEN has_sequence_privilege(oid, privilege)
                                 ELSE has_table_privilege(oid, privilege) END)
SELECT statement FROM (
    SELECT 1 AS step, '' AS name,
           format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user) AS statement
     WHERE $2::json IS NULL AND $3::bool AND NOT EXISTS (SELECT FROM place)
       AND NOT has_database_privilege(current_database(), 'CREATE')
    UNION ALL
    SELECT 2, '', format('GRANT USAGE ON SCHEMA %I TO %I;', nspname, current_user)
      FROM place WHERE NOT has_schema_privilege(oid, 'USAGE')
    UNION ALL
    SELECT 3, name, format('GRANT %s ON %s %I.%I TO %I;', string_agg(privilege, ', ' ORDER BY privilege),
                           CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, $1, name, current_user)
      FROM lacking GROUP BY name, relkind
    UNION ALL
    SELECT 4, f.proname, format('GRANT EXECUTE ON FUNCTION %s TO %I;', f.oid::regprocedure, current_user)
      FROM pg_proc f JOIN place p ON p.oid = f.pronamespace
     WHERE $3::bool AND f.prorettype <> 'trigger'::regtype AND NOT has_function_privilege(f.oid, 'EXECUTE')
) missing ORDER BY step, name
