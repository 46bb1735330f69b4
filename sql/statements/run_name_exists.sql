-- Returns whether a run with this name exists: $1. Caller: plan.
SELECT EXISTS (SELECT FROM migration_status.run WHERE name = $1) AS taken
