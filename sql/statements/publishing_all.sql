-- Lists publications that send every table of the database to subscribers, including ours, which subscribers don't
-- have. Caller: check. No locks.
SELECT p.pubname AS name FROM pg_publication p WHERE p.puballtables ORDER BY 1
