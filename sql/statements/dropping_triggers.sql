-- Lists the triggers that may leave out rows that COPY brings into a table of the target: $1 oid. Caller: plan, check, with
-- the settings of the sessions that load. A function that returns NULL before a row is inserted leaves the row out.
SELECT t.tgname AS name, p.proname AS function
  FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
 WHERE t.tgrelid = $1::oid AND NOT t.tgisinternal AND t.tgtype & 7 = 7
   AND t.tgenabled::text = ANY (
       CASE current_setting('session_replication_role') WHEN 'replica' THEN ARRAY['R', 'A'] ELSE ARRAY['O', 'A'] END)
   AND p.prosrc ~* CASE l.lanname WHEN 'plpgsql' THEN 'return\s+null' ELSE 'return\s+null|return\s+none|skip' END
 ORDER BY t.tgname
