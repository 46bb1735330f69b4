-- Takes the next values of a sequence: $1 its oid, $2 how many. Safe while others draw from it: no value is used twice.
-- Caller: publish, to move a sequence forward by a little.
SELECT max(nextval($1::oid::regclass)) AS last FROM generate_series(1, $2::int)
