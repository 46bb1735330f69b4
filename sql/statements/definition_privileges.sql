-- Lists the privileges on a table, its columns and the sequences of its identity columns: $1 oid. An object without a
-- row has the default privileges: all for its owner, none for others. A row without a grantee means that nobody has any
-- privilege. privileges: as GRANT lists them. may_act: whether this session can be the grantor, who isn't always the
-- owner. Runs under the settings of read_definition.
-- Caller: plan, to revoke what default privileges granted; publish, to grant them again. Index: primary keys.
WITH held (kind, object, column_name, owner, acl) AS (
    SELECT 'TABLE', c.oid, NULL::name, c.relowner, c.relacl FROM pg_class c WHERE c.oid = $1::oid
     UNION ALL
    SELECT 'TABLE', a.attrelid, a.attname, c.relowner, a.attacl
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL
    SELECT 'SEQUENCE', s.oid, NULL, s.relowner, s.relacl
      FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::oid
       AND d.deptype = 'i')
SELECT h.kind, h.object::regclass::text AS object, h.column_name,
       CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee,
       quote_ident(pg_get_userbyid(a.grantor)) AS grantor, a.grantee = h.owner AS is_owner,
       quote_ident(pg_get_userbyid(h.owner)) AS owner, a.grantor = h.owner AS is_by_owner,
       a.is_grantable,
       pg_has_role(session_user, a.grantor,
                   CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS may_act,
       string_agg(a.privilege_type || coalesce(' (' || quote_ident(h.column_name) || ')', ''), ', ' ORDER BY a.n) AS privileges
  FROM held h
  LEFT JOIN LATERAL aclexplode(h.acl) WITH ORDINALITY a (grantor, grantee, privilege_type, is_grantable, n) ON true
 WHERE h.acl IS NOT NULL
 GROUP BY h.kind, h.object, h.column_name, h.owner, a.grantee, a.grantor, a.is_grantable
 ORDER BY h.kind DESC, h.object, h.column_name IS NOT NULL, h.column_name, a.grantor <> h.owner, min(a.n)
