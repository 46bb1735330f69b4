-- Control database, version 3: a plan of a million chunks is written in one transaction, and a foreign key looked its
-- run up for each chunk twice, which took longer than all the rest. Only the planner inserts here, under the run that
-- it has locked; what deletes a run still takes all that is the run's.
-- Applied by the program in one transaction, under a transaction-level advisory lock.
ALTER TABLE migration_status.chunk DROP CONSTRAINT chunk_run_id_fkey;
ALTER TABLE migration_status.work DROP CONSTRAINT work_run_id_fkey;

CREATE FUNCTION migration_status.delete_chunks_of_runs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM migration_status.work WHERE run_id IN (SELECT run_id FROM deleted);
    DELETE FROM migration_status.chunk WHERE run_id IN (SELECT run_id FROM deleted);
    RETURN NULL;
END $$;
CREATE TRIGGER delete_chunks AFTER DELETE ON migration_status.run REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION migration_status.delete_chunks_of_runs();
