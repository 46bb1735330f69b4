"""Checks of the statements that Snowmelt sends."""

import datetime as dt
from decimal import Decimal

from .emulated import emulated, equal, error_of, rows, table

NINES = 10**38 - 1
_SCRIPT = f"""
CREATE TABLE T (
    ID INT NOT NULL, N NUMBER(38,0), A NUMBER(12,2), TS TIMESTAMP_NTZ(3), L TIMESTAMP_LTZ(2), Z TIMESTAMP_TZ(9),
    TM TIME(2), S VARCHAR(30), B BOOLEAN, F FLOAT, V VARIANT, "lower case" INT, PRIMARY KEY (N, ID)
) CLUSTER BY (ID, TO_DATE(TS)) DATA_RETENTION_TIME_IN_DAYS = 3;
INSERT INTO T SELECT 1, {NINES}, 1.25, '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05.123456',
    '2024-01-02 03:04:05.123456', '03:04:05.123456', 'x', TRUE, 'NaN'::FLOAT, PARSE_JSON('{{"a":[1,null]}}'), 7;
INSERT INTO T (ID) VALUES (1);
CREATE TABLE MANY AS SELECT SEQ4()::INT AS ID, MOD(SEQ4(), 7)::INT AS K FROM TABLE(GENERATOR(ROWCOUNT => 1000));
"""
_MOMENT = dt.datetime(2024, 1, 2, 3, 4, 5, 123456)


def check_all(driver: str):
    """Yields each check with its name."""
    with emulated(driver, script=_SCRIPT) as emulator, emulator.connect() as connection:

        def ask(sql: str) -> list[dict]:
            return rows(connection, sql)

        def values_arrive() -> None:
            found = ask('SELECT ID, N, A, S, B, V, "lower case" FROM T ORDER BY N')
            equal(found[0], {"ID": 1, "N": NINES, "A": Decimal("1.25"), "S": "x", "B": True, "V": '{"a":[1,null]}',
                             "lower case": 7})
            equal(set(found[1].values()), {1, None})

        def casts_to_microseconds() -> None:
            found = table(connection, """SELECT TS::TIMESTAMP_NTZ(6) TS, L::TIMESTAMP_LTZ(6) L,
                CONVERT_TIMEZONE('UTC', Z)::TIMESTAMP_NTZ(6) Z, TM::TIME(6) TM FROM T ORDER BY N""")
            equal([str(f.type) for f in found.schema],
                  ["timestamp[us]", "timestamp[us, tz=UTC]", "timestamp[us]", "time64[us]"])
            equal(found.to_pylist(), [
                {"TS": _MOMENT, "L": _MOMENT.replace(tzinfo=dt.UTC), "Z": _MOMENT, "TM": _MOMENT.time()},
                {"TS": None, "L": None, "Z": None, "TM": None},
            ])

        def good_scales() -> None:
            for text in ("1969-12-31 23:59:59.999999", "0001-01-01 00:00:00.000001", "9999-12-31 23:59:59.999999"):
                for kind, scales in (("NTZ", (0, 3, 6, 9)), ("LTZ", (0, 3, 6, 9)), ("TZ", (0, 6, 9))):
                    columns = ", ".join(
                        f"'{text}'::TIMESTAMP_{kind}({s}) V{s}, NULL::TIMESTAMP_{kind}({s}) N{s}" for s in scales)
                    for name, value in ask(f"SELECT {columns}")[0].items():
                        cut = 10 ** (6 - min(6, int(name[1:])))
                        moment = dt.datetime.fromisoformat(text)
                        moment = moment.replace(microsecond=moment.microsecond // cut * cut)
                        found = value.replace(tzinfo=None) if value else None
                        equal((kind, name, found), (kind, name, moment if name[0] == "V" else None))

        def odd_scales_come_wrong() -> None:
            # A bug of the driver that a cast avoids: .12 seconds later becomes 2,000 years later.
            found = ask("SELECT L FROM T WHERE N IS NOT NULL")[0]["L"]
            assert found.year > 3000, f"the driver reads scale 2 as {found}: the casts can go"

        def metadata() -> None:
            found = ask("""SELECT COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION P, NUMERIC_SCALE S, DATETIME_PRECISION D,
                CHARACTER_MAXIMUM_LENGTH C, IS_NULLABLE N FROM D1.INFORMATION_SCHEMA.COLUMNS
                WHERE TABLE_SCHEMA = 'PUBLIC' AND TABLE_NAME = 'T' ORDER BY ORDINAL_POSITION""")
            equal([tuple(row.values()) for row in found], [
                ("ID", "NUMBER", 38, 0, None, None, "NO"), ("N", "NUMBER", 38, 0, None, None, "YES"),
                ("A", "NUMBER", 12, 2, None, None, "YES"), ("TS", "TIMESTAMP_NTZ", None, None, 3, None, "YES"),
                ("L", "TIMESTAMP_LTZ", None, None, 2, None, "YES"), ("Z", "TIMESTAMP_TZ", None, None, 9, None, "YES"),
                ("TM", "TIME", None, None, 2, None, "YES"), ("S", "TEXT", None, None, None, 30, "YES"),
                ("B", "BOOLEAN", None, None, None, None, "YES"), ("F", "FLOAT", None, None, None, None, "YES"),
                ("V", "VARIANT", None, None, None, None, "YES"), ("lower case", "NUMBER", 38, 0, None, None, "YES"),
            ])
            found = ask("""SELECT TABLE_NAME, ROW_COUNT, CLUSTERING_KEY, RETENTION_TIME
                FROM D1.INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC' ORDER BY 1""")
            equal([tuple(row.values()) for row in found],
                  [("MANY", 1000, None, 1), ("T", 2, "LINEAR(ID, TO_DATE(TS))", 3)])

        def keys_and_clustering() -> None:
            found = ask('SHOW PRIMARY KEYS IN TABLE "D1"."PUBLIC"."T"')
            equal([(row["column_name"], row["key_sequence"]) for row in found], [("N", 1), ("ID", 2)])
            found = ask("SHOW TABLES LIKE 'T' IN SCHEMA \"D1\".\"PUBLIC\"")
            equal([(row["name"], row["rows"], row["cluster_by"], row["retention_time"]) for row in found],
                  [("T", 2, "LINEAR(ID, TO_DATE(TS))", 3)])

        def counts_and_bounds() -> None:
            equal(ask("SELECT COUNT(*), MIN(ID) LO, MAX(N) HI, SUM(A) S FROM T"),
                  [{"COUNT(*)": 2, "LO": 1, "HI": NINES, "S": Decimal("1.25")}])

        def balance() -> None:
            found = ask("""SELECT BUCKET, MIN(ID) LO, MAX(ID) HI, COUNT(*) C FROM (
                SELECT ID, NTILE(4) OVER (ORDER BY ID) BUCKET FROM MANY) GROUP BY BUCKET ORDER BY BUCKET""")
            equal([tuple(row.values()) for row in found],
                  [(1, 0, 249, 250), (2, 250, 499, 250), (3, 500, 749, 250), (4, 750, 999, 250)])
            found = ask("SELECT WIDTH_BUCKET(ID, 0, 1000, 4) B, COUNT(*) C FROM MANY GROUP BY 1 ORDER BY 1")
            equal([tuple(row.values()) for row in found], [(1, 250), (2, 250), (3, 250), (4, 250)])

        def hash_is_signed() -> None:
            found = ask("SELECT SIGN(HASH(ID)) S, COUNT(*) C FROM MANY GROUP BY 1 ORDER BY 1")
            equal([int(row["S"]) for row in found], [-1, 0, 1])
            found = ask("SELECT COUNT(*) C FROM MANY WHERE MOD(ABS(HASH(ID)), 3) IN (0, 1, 2)")
            equal(found, [{"C": 1000}])

        def sessions() -> None:
            equal(len(ask("ALTER SESSION SET TIMEZONE = 'America/New_York', STATEMENT_TIMEOUT_IN_SECONDS = 60")), 1)
            found = table(connection, "SELECT L::TIMESTAMP_LTZ(6) L, TO_CHAR(L::TIMESTAMP_NTZ, 'HH24:MI') H"
                                      " FROM T WHERE N IS NOT NULL")
            equal(str(found.schema.field("L").type), "timestamp[us, tz=America/New_York]")
            equal(found.to_pylist()[0]["H"], "22:04")
            ask("ALTER SESSION SET TIMEZONE = 'UTC'")
            now = ask("SELECT CURRENT_TIMESTAMP() NOW, CURRENT_WAREHOUSE() W")[0]
            assert abs((dt.datetime.now(dt.UTC) - now["NOW"]).total_seconds()) < 600, now
            equal(now["W"], "LOADING")

        def query_tags() -> None:
            rows(connection, "SELECT 1 AS TAGGED", query_tag="run 1, table T, chunk 2")
            equal([s["tag"] for s in emulator.call("GET", "statements", sql="%AS TAGGED")], ["run 1, table T, chunk 2"])

        def errors() -> None:
            equal(error_of(connection, "SELECT * FROM NOPE")[0], 2003)
            equal(error_of(connection, "SELECT NOPE FROM T")[0], 904)
            equal(error_of(connection, "SELEC 1")[0], 1003)
            equal(error_of(connection, "SELECT SYSTEM$NOPE()")[0], 2003)

        def texts() -> None:
            found = ask("SELECT TO_CHAR(TS, 'YYYY-MM-DD HH24:MI:SS.FF6') A, TO_CHAR(N) B FROM T WHERE N IS NOT NULL")
            equal(found, [{"A": "2024-01-02 03:04:05.123456", "B": str(NINES)}])
            found = ask("SELECT OCTET_LENGTH('grün') A, OCTET_LENGTH(TO_BINARY('FFFE00', 'HEX')) B, LENGTH('grün') C")
            equal([int(value) for value in found[0].values()], [5, 3, 4])

        def no_rows() -> None:
            found = table(connection, "SELECT ID, S FROM T WHERE 1 = 0")
            equal((found.num_rows, found.schema.names), (0, ["ID", "S"]))

        yield "values and NULLs arrive, NUMBER(38,0) whole", values_arrive
        yield "casts to scale 6 arrive in microseconds", casts_to_microseconds
        yield "timestamps of scale 0, 3, 6 and 9 arrive, with NULLs and long ago", good_scales
        yield "a timestamp of scale 2 comes wrong from the driver, as in real life", odd_scales_come_wrong
        yield "the information schema knows types, scales, lengths, clustering and retention", metadata
        yield "SHOW knows the primary key in its order, and the clustering key", keys_and_clustering
        yield "COUNT, MIN, MAX and SUM are exact", counts_and_bounds
        yield "NTILE and WIDTH_BUCKET balance", balance
        yield "HASH is signed", hash_is_signed
        yield "session parameters count", sessions
        yield "a statement's query tag is recorded", query_tags
        yield "errors carry Snowflake's codes", errors
        yield "TO_CHAR formats, OCTET_LENGTH counts bytes", texts
        yield "a result without rows has its columns", no_rows
