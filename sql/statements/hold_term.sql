-- Holds a term until the transaction ends, so that nobody else begins to lead the run. If it returns no row, the term
-- has ended and nothing may be changed under it. Caller: every transaction in which a coordinator changes a run's
-- tables or chunks, except those of a single statement that holds the term itself. $1 run_id, $2 term. Locks: the run's row, shared.
SELECT state FROM migration_status.run WHERE run_id = $1::uuid AND term = $2::uuid FOR SHARE
