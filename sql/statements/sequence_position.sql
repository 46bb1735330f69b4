-- Where a sequence may go: $1 its oid. Where it stands is in its own row. Caller: publish. Index: primary key.
SELECT seqincrement AS step, seqmin AS lowest, seqmax AS highest FROM pg_sequence WHERE seqrelid = $1::oid
