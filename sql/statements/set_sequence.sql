-- Sets a sequence: $1 its oid, $2 last value, $3 whether that value is used. Caller: plan, for the sequence of a
-- staging table; publish, to move a sequence forward by a lot.
SELECT setval($1::oid::regclass, $2::bigint, $3::boolean) AS last
