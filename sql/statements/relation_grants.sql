-- The privileges that others were granted on a table: $1 oid. Caller: publish, to carry them over to the new table.
SELECT CASE WHEN a.grantee = 0 THEN NULL ELSE pg_get_userbyid(a.grantee) END AS grantee, a.privilege_type,
       a.is_grantable
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
 WHERE c.oid = $1::oid AND a.grantee <> c.relowner
