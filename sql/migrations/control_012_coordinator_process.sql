-- Control database, version 12: a run knows the process that leads it.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- coordinator_process: the machine's boot, namespaces, id and start of the process. Another process there can tell
-- whether it is gone, and then needn't wait for the lease of its lead. NULL if the process can't tell.
ALTER TABLE migration_status.run ADD COLUMN coordinator_process text;
