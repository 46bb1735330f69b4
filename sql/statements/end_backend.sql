-- Ends a lost worker's target backend if it still is the same one. Caller: reaper, in the target database.
-- $1 pid, $2 backend_start.
SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
 WHERE pid = $1::int AND backend_start = $2::timestamptz AND pid <> pg_backend_pid()
