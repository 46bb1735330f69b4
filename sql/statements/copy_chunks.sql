-- Writes a plan's chunks, as text COPY. Caller: plan.
COPY migration_status.chunk (run_id, table_no, epoch, chunk_no, predicate, chunk_range, expected_rows) FROM STDIN
