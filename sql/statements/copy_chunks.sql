-- Writes a plan's chunks by COPY in text format. Caller: plan.
COPY migration_status.chunk (run_id, table_no, epoch, chunk_no, predicate, chunk_range, lower_bound, upper_bound,
                             bucket, buckets, expected_rows) FROM STDIN
