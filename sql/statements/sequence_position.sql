-- Returns a sequence's step and limits: $1 its oid. Its current value is in its own relation. Caller: publish.
-- Index: primary key.
SELECT seqincrement AS step, seqmin AS lowest, seqmax AS highest FROM pg_sequence WHERE seqrelid = $1::oid
