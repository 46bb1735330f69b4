-- Serialises set-up and clean-up of a run's objects in the target until the transaction ends, even before a fence
-- exists. $1 run_id. Caller: plan, cancel. Locks: an advisory lock, exclusively.
SELECT pg_advisory_xact_lock(hashtextextended($1, 0))
