-- Publications that send whatever comes into the database to subscribers: our tables, too, which those don't have.
-- Caller: check. No locks.
SELECT p.pubname AS name FROM pg_publication p WHERE p.puballtables ORDER BY 1
