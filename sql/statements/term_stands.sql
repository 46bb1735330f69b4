-- Checks that a term is still valid. If it returns no row, the term has ended and nothing may be changed under it.
-- Takes no lock, because others would have to wait for a row lock here. None is needed: the caller holds the locks in
-- the target that a successor needs, so a term that ends right after this check is as good as one that ends after the
-- change. Caller: every transaction that changes the target, under the locks there. $1 run_id, $2 term.
-- Index: primary key.
SELECT state FROM migration_status.run WHERE run_id = $1::uuid AND term = $2::uuid
