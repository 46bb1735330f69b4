-- Takes the next values of a sequence: $1 its oid, $2 how many. Nobody else's value comes twice, whoever draws meanwhile.
-- Caller: publish, to move it on by a little.
SELECT max(nextval($1::oid::regclass)) AS last FROM generate_series(1, $2::int)
