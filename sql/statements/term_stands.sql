-- Whether a term stands: no row: it has ended, and nothing may be changed under it. Without a lock, whose record would be
-- waited for: whoever asks holds the locks in the target that a successor needs, so a term that ends a moment later is
-- as good as one that ends after the change. Caller: every transaction that changes the target, under the locks there.
-- $1 run_id, $2 term. Index: primary key.
SELECT state FROM migration_status.run WHERE run_id = $1::uuid AND term = $2::uuid
