-- Serialises programs that start together on one database; held to the end of the transaction.
-- Caller: schema migration. Locks: one transaction-level advisory lock.
SELECT pg_advisory_xact_lock(hashtext('snowmelt schema'))
