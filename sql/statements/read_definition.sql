-- Sets, for the current transaction, the settings under which the catalogue prints definitions that mean the same to
-- everybody: names are qualified, and quoted where necessary. Caller: check, plan, publish, before they read or execute
-- definitions.
SELECT set_config('search_path', 'pg_catalog, pg_temp', true), set_config('quote_all_identifiers', 'off', true),
       set_config('default_tablespace', '', true), set_config('default_table_access_method', 'heap', true)
