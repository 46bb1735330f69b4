-- Returns whether an unfinished run has this name: $1. Caller: plan. Index: run_name_unfinished.
SELECT EXISTS (
    SELECT FROM migration_status.run WHERE name = $1 AND state IN ('planning', 'active')
) AS taken
