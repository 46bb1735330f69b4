-- Serialises programs that start at the same time on one database, until the transaction ends.
-- Caller: schema migration. Locks: one transaction-level advisory lock.
SELECT pg_advisory_xact_lock(hashtext('snowmelt schema'))
