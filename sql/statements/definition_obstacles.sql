-- Lists the reasons why a table can't be replaced by one with the same definition: $1 oid. Returns no row if it can.
-- Runs under the settings of read_definition. Caller: check, plan. Index: those of each catalogue on its table.
WITH me AS (SELECT c.*, c.oid::regclass::text AS name, pg_get_userbyid(c.relowner) AS owner FROM pg_class c
             WHERE c.oid = $1::oid)
SELECT format('it belongs to extension %I', e.extname) AS obstacle, NULL AS missing_grant
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
 WHERE d.classid = 'pg_class'::regclass AND d.objid = $1::oid AND d.refclassid = 'pg_extension'::regclass
   AND d.deptype = 'e'
 UNION ALL
SELECT format('it inherits from %s', i.inhparent::regclass), NULL
  FROM pg_inherits i WHERE i.inhrelid = $1::oid
 UNION ALL
SELECT 'a subscription writes to it', NULL FROM pg_subscription_rel WHERE srrelid = $1::oid
 UNION ALL
SELECT format('constraint %I compares whole rows', k.conname), NULL
  FROM pg_constraint k WHERE k.conrelid = $1::oid AND k.contype = 'c' AND 0 = ANY (k.conkey)
 UNION ALL
-- Only a whole-row reference has attribute number 0.
SELECT format('index %s holds whole rows', i.indexrelid::regclass), NULL
  FROM pg_index i
 WHERE i.indrelid = $1::oid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
   AND concat(i.indexprs, i.indpred) ~ ':varattno 0 '
 UNION ALL
SELECT format('its owner is %s, and this user can''t make that role the owner of a new table', owner),
       format('GRANT %I TO %I', owner, session_user)
  FROM me
 WHERE owner <> current_user
   AND NOT pg_has_role(session_user, relowner,
                       CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
 UNION ALL
SELECT format('its owner %s may not create tables in schema %s', owner, relnamespace::regnamespace),
       format('GRANT CREATE ON SCHEMA %s TO %I', relnamespace::regnamespace, owner)
  FROM me
 WHERE NOT has_schema_privilege(relowner, relnamespace, 'CREATE')
   AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
 UNION ALL
SELECT format('it is in publication %I, which belongs to %s', p.pubname, pg_get_userbyid(p.pubowner)),
       CASE WHEN (SELECT rolsuper FROM pg_roles r WHERE r.oid = p.pubowner)
            THEN format('ALTER PUBLICATION %I OWNER TO %I', p.pubname, current_user)
            ELSE format('GRANT %I TO %I', pg_get_userbyid(p.pubowner), current_user) END
  FROM pg_publication_rel m JOIN pg_publication p ON p.oid = m.prpubid
 WHERE m.prrelid = $1::oid AND NOT pg_has_role(p.pubowner, 'USAGE')
 UNION ALL
SELECT format('statistics %I.%I on it belong to %s', n.nspname, s.stxname, pg_get_userbyid(s.stxowner)),
       format('GRANT %I TO %I', pg_get_userbyid(s.stxowner), current_user)
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE s.stxrelid = $1::oid AND NOT pg_has_role(s.stxowner, 'USAGE')
