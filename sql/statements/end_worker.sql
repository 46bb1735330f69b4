-- Marks a worker as draining or gone. Caller: worker, at shutdown. $1 worker_id, $2 state.
-- Locks: the worker's row. Index: worker_pkey.
UPDATE migration_status.worker SET state = $2 WHERE worker_id = $1::uuid AND state <> 'gone'
