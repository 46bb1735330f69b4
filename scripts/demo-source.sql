-- The demo's source: a fact table with two million rows and three small tables, identical on every machine.
--
-- Nothing is random: n * 2654435761 % 4294967296 (Knuth's multiplicative hash) spreads the values. The fact table has
-- the properties that make migrations hard: a key that is dense at first and sparse later, one agent with most of the
-- calls, both NULLs and empty strings, text outside ASCII and outside the basic plane, integers beyond 2^53, fractions
-- of a second, and occasional texts of several kilobytes.
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA locking_mode = exclusive;
PRAGMA cache_size = -65536;

BEGIN;

CREATE TABLE dim_region (
    region_id   SMALLINT    NOT NULL PRIMARY KEY,
    region_name VARCHAR(40) NOT NULL
);
INSERT INTO dim_region
VALUES (1, 'Åland'), (2, 'Bretagne'), (3, 'Český Krumlov'), (4, 'Đà Nẵng'), (5, 'Ελλάδα'), (6, 'Föhr'),
       (7, 'Göteborg'), (8, '北海道'), (9, 'Île-de-France'), (10, 'Łódź'), (11, 'Москва'), (12, 'São Paulo');

CREATE TABLE dim_agent (
    agent_id   INTEGER     NOT NULL PRIMARY KEY,
    agent_name VARCHAR(80) NOT NULL,
    hired_on   DATE        NOT NULL,
    hourly_pay DECIMAL(8, 2),
    is_active  BOOLEAN     NOT NULL
);
WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
INSERT INTO dim_agent
SELECT n,
       printf('Agent %03d %s', n, CASE n % 3 WHEN 0 THEN 'O''Neill' WHEN 1 THEN 'Müller' ELSE '山田 🎧' END),
       date('2015-01-01', '+' || (n * 37 % 3600) || ' days'),
       CASE WHEN n % 20 = 0 THEN NULL ELSE round(18 + (n * 7 % 4000) / 100.0, 2) END,
       n % 9 <> 0
  FROM series;

-- This table has no key and every kind of missing value; it is copied as one chunk.
CREATE TABLE dim_outcome (
    outcome     VARCHAR(20),
    description TEXT
);
INSERT INTO dim_outcome
VALUES ('', 'nothing was written down'), (NULL, 'nobody knows'), ('reached', 'spoke to the customer'),
       ('voicemail', 'left a message'), ('no answer', ''), ('wrong number', NULL), ('réservé', 'booked ✅');

CREATE TABLE factvisitcallperformance_cr (
    visit_id       INTEGER          NOT NULL PRIMARY KEY,
    call_id        BIGINT           NOT NULL,
    agent_id       INTEGER,
    customer_id    INTEGER          NOT NULL,
    region_id      SMALLINT         NOT NULL,
    channel_code   CHAR(2)          NOT NULL,
    is_completed   BOOLEAN          NOT NULL,
    is_escalated   SMALLINT,
    visit_date     DATE             NOT NULL,
    planned_time   TIME,
    started_at     TIMESTAMP        NOT NULL,
    ended_at       TIMESTAMP,
    talk_seconds   INTEGER,
    handling_score REAL,
    latitude       DOUBLE PRECISION,
    longitude      DOUBLE PRECISION,
    amount         DECIMAL(12, 2),
    discount_rate  NUMERIC(5, 4),
    customer_name  VARCHAR(80)      NOT NULL,
    outcome        VARCHAR(20),
    notes          TEXT,
    signature      BLOB
);
WITH RECURSIVE
series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 2000000),
spread AS (SELECT n, n * 2654435761 % 4294967296 AS h FROM series)
INSERT INTO factvisitcallperformance_cr
SELECT CASE WHEN n <= 1600000 THEN n ELSE 1000000000 + (n - 1600000) * 977 END,
       9007199254740993 + h * 2000000011,
       CASE WHEN h % 97 = 0 THEN NULL WHEN h % 10 < 6 THEN 7 ELSE 1 + h % 500 END,
       1 + h % 250000,
       1 + h % 12,
       substr('PHEMCHVI', 1 + h % 4 * 2, 2),
       h % 8 <> 0,
       CASE h % 11 WHEN 0 THEN NULL WHEN 1 THEN 1 ELSE 0 END,
       date(1640995200 + n % 1096 * 86400, 'unixepoch'),
       CASE WHEN h % 13 = 0 THEN NULL ELSE printf('%02d:%02d:%02d', h % 24, h % 60, n % 60) END,
       datetime(1640995200 + n % 1096 * 86400 + h % 86400, 'unixepoch') || printf('.%03d', h % 1000),
       CASE WHEN h % 19 = 0 THEN NULL
            ELSE datetime(1640995200 + n % 1096 * 86400 + h % 86400 + h % 3600, 'unixepoch')
                 || printf('.%03d', n % 1000) END,
       CASE WHEN h % 8 = 0 THEN NULL ELSE h % 3600 END,
       CASE WHEN h % 17 = 0 THEN NULL ELSE h % 800 / 8.0 END,
       CASE WHEN h % 23 = 0 THEN NULL ELSE (h % 180000001 - 90000000) / 1000000.0 END,
       CASE WHEN h % 23 = 0 THEN NULL ELSE (n * 1013 % 360000001 - 180000000) / 1000000.0 END,
       CASE WHEN h % 29 = 0 THEN NULL ELSE (h % 20000000 - 5000000) / 100.0 END,
       CASE WHEN h % 31 = 0 THEN NULL ELSE h % 10000 / 10000.0 END,
       CASE h % 5 WHEN 0 THEN 'Zoë Brûlé' WHEN 1 THEN 'Jürgen Groß' WHEN 2 THEN '李小龍' WHEN 3 THEN 'Ann O''Hara'
                  ELSE 'Владимир' END || ' ' || (h % 250000),
       CASE h % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'voicemail' WHEN 3 THEN 'no answer'
                  WHEN 4 THEN 'wrong number' WHEN 5 THEN 'réservé' ELSE 'reached' END,
       CASE WHEN n % 5000 = 0 THEN replace(hex(zeroblob(500)), '00', 'a long note, ünïcode 🚚 ')
            WHEN h % 3 = 0 THEN NULL
            WHEN h % 41 = 0 THEN 'two lines' || char(10) || 'tab' || char(9) || 'back\slash "quoted"'
            WHEN h % 10 = 1 THEN 'called back 📞 at ' || (h % 24) || ' h'
            ELSE 'visit ' || n || ' ok' END,
       CASE WHEN h % 4 = 0 THEN CAST(x'00FF5C0A' || printf('%016x', h * 7919) AS BLOB) END
  FROM spread;

-- Set last, to mark the file as complete.
PRAGMA user_version = 1;
COMMIT;
