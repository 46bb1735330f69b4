-- Control database, version 6: nothing of ours goes by what others have put into schemas.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- In a function as in every statement, names that aren't qualified are PostgreSQL's own: in a schema where others may
-- create, a function or an operator of theirs with closer argument types would be preferred, and run with our rights.
ALTER FUNCTION migration_status.delete_chunks_of_runs() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION migration_status.claim_chunk(uuid, bigint, uuid, uuid, int, timestamptz)
    SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION migration_status.finish_chunk(uuid, int, int, int, uuid, bigint, bigint, int, int, int)
    SET search_path = pg_catalog, pg_temp;
