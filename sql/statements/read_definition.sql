-- The settings under which the catalogue's texts mean the same to everybody: names qualified, quoted where they must be.
-- For the current transaction. Caller: check, plan, publish, before they read definitions or carry them out.
SELECT set_config('search_path', 'pg_catalog, pg_temp', true), set_config('quote_all_identifiers', 'off', true),
       set_config('default_tablespace', '', true), set_config('default_table_access_method', 'heap', true)
