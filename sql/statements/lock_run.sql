-- Holds what a run sets up in the target to the end of the transaction: who sets it up and who cleans it up come one
-- after the other, also before there is a fence. $1 run_id. Caller: plan, cancel. Locks: an advisory lock, exclusively.
SELECT pg_advisory_xact_lock(hashtextextended($1, 0))
