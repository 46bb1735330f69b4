-- Returns whether a schema exists, and this user's privileges: $1 schema. Caller: plan, check.
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) AS present,
       coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), false) AS may_create,
       has_database_privilege(current_database(), 'CREATE') AS may_create_schema,
       current_user::text AS username, current_database()::text AS database
