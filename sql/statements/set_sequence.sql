-- Sets a sequence: $1 its oid, $2 the last value, $3 whether that is taken. Caller: plan, for the sequence of a staging
-- table; publish, to move one on by much.
SELECT setval($1::oid::regclass, $2::bigint, $3::boolean) AS last
