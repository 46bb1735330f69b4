-- The source, an SQLite file, as it was when the run was planned.
CREATE TABLE visits (
    visit_id INTEGER NOT NULL PRIMARY KEY, agent_id INTEGER, visited DATE, amount DECIMAL(12, 2), note TEXT
);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO visits
SELECT i * 3, CASE WHEN i % 10 = 0 THEN NULL WHEN i % 3 = 0 THEN 7 ELSE i % 50 END,
       date('2020-01-01', '+' || (i % 900) || ' days'), i % 5000 / 4.0,
       CASE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN '' ELSE 'visit ' || i || ' 🚚 ü' END
  FROM n;
CREATE TABLE events (event_id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(10) NOT NULL, happened TIMESTAMP);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO events
SELECT i, CASE i % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'close' ELSE 'move' END,
       CASE WHEN i % 13 > 0 THEN datetime('2021-03-01', '+' || (i * 37) || ' minutes') END
  FROM n;
CREATE TABLE payments (payment_id INTEGER NOT NULL PRIMARY KEY, cents BIGINT, payer TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO payments SELECT i, i * 1999, CASE WHEN i % 5 > 0 THEN 'payer ' || (i % 40) END FROM n;
CREATE TABLE agents (agent_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
INSERT INTO agents VALUES (1, 'Zoë'), (2, '李小龍'), (7, 'O''Hara');
