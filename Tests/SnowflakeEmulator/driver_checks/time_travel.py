"""Checks of AT and BEFORE on tables that change."""

from .emulated import emulated, equal, error_of, rows

_SCRIPT = """
CREATE TABLE T AS SELECT SEQ4()::INT AS ID, 'old' AS V FROM TABLE(GENERATOR(ROWCOUNT => 100));
CREATE TABLE GONE (A INT) DATA_RETENTION_TIME_IN_DAYS = 0;
"""


def check_all(driver: str):
    """Yields each check with its name."""
    with emulated(driver, script=_SCRIPT) as emulator, emulator.connect() as connection:

        def now() -> str:
            return rows(connection, "SELECT TO_CHAR(CURRENT_TIMESTAMP()::TIMESTAMP_NTZ(6),"
                                    " 'YYYY-MM-DD HH24:MI:SS.FF6') T")[0]["T"]

        def count(instant: str, clause: str = "AT", value: str = "old") -> int:
            pinned = f"T {clause}(TIMESTAMP => '{instant} +0000'::TIMESTAMP_TZ)"
            return int(rows(connection, f"SELECT COUNT(*) C FROM {pinned} WHERE T.V = '{value}'")[0]["C"])

        def versions_are_read() -> None:
            emulator.call("POST", "versions", {"table": "D1.PUBLIC.T"})
            first = now()
            rows(connection, "DELETE FROM T WHERE ID < 10")
            second = now()
            emulator.sql("UPDATE T SET V = 'new' WHERE ID < 50; INSERT INTO T VALUES (1000, 'old')")
            third = now()
            equal([count(t) for t in (first, second, third)], [100, 90, 51])
            equal(count(first, "BEFORE"), 100)
            equal([count(t, value="new") for t in (first, second, third)], [0, 0, 40])
            equal(int(rows(connection, "SELECT COUNT(*) C FROM T")[0]["C"]), 91)

        def transactions_count_once() -> None:
            before = now()
            held = count(before)
            connection.adbc_connection.set_autocommit(False)
            rows(connection, "DELETE FROM T WHERE ID = 60")
            rows(connection, "DELETE FROM T WHERE ID = 61")
            with emulator.connect() as other:
                sql = "SELECT COUNT(*) C FROM T AT(TIMESTAMP => CURRENT_TIMESTAMP()) WHERE V = 'old'"
                equal(int(rows(other, sql)[0]["C"]), held)
            connection.commit()
            connection.adbc_connection.set_autocommit(True)
            equal((count(before), count(now())), (held, held - 2))

        def clauses_are_recorded() -> None:
            rows(connection, "SELECT 1 PINNED FROM T AT(TIMESTAMP => '2026-01-02 03:04:05.678'::TIMESTAMP_LTZ)")
            history = emulator.call("GET", "statements", sql="%PINNED%")[-1]["history"]
            equal([(h["table"], h["clause"], h["instant"], h["version"]) for h in history],
                  [("D1.PUBLIC.T", "AT", "2026-01-02T03:04:05.678000+00:00", 1)])

        def instants() -> None:
            def instant(expression: str) -> str:
                rows(connection, f"SELECT 1 AS MEANT FROM T AT({expression})")
                return emulator.call("GET", "statements", sql="%MEANT%")[-1]["history"][0]["instant"]

            rows(connection, "ALTER SESSION SET TIMEZONE = 'America/New_York'")
            for expression in (
                "TIMESTAMP => '2026-01-02 03:04:05.678 +0000'::TIMESTAMP_TZ",
                "TIMESTAMP => '2026-01-01 22:04:05.678'::TIMESTAMP_LTZ", "TIMESTAMP => '2026-01-02 03:04:05.678'",
                "TIMESTAMP => '2026-01-02T03:04:05.678Z'::TIMESTAMP_LTZ",
                "TIMESTAMP => '2026-01-02 03:04:05.678'::TIMESTAMP_NTZ",
                "TIMESTAMP => TO_TIMESTAMP_LTZ('2026-01-02 03:04:05.678 +0000')",
            ):
                equal((expression, instant(expression)), (expression, "2026-01-02T03:04:05.678000+00:00"))
            rows(connection, "ALTER SESSION SET TIMEZONE = 'UTC'")
            first = emulator.call("GET", "statements")[0]
            equal(instant(f"STATEMENT => '{first['id']}'"), first["started"])
            assert instant("OFFSET => -60") < instant("OFFSET => -30")

        def all_changes_count() -> None:
            for change in ("UPDATE T SET V = 'x'", "MERGE INTO T USING (SELECT 1000 AS ID) S ON T.ID = S.ID"
                           " WHEN MATCHED THEN DELETE", "TRUNCATE TABLE T"):
                instant, held = now(), rows(connection, "SELECT ID, V FROM T ORDER BY ID, V")
                rows(connection, change)
                pinned = f"T AT(TIMESTAMP => '{instant} +0000'::TIMESTAMP_TZ)"
                equal(rows(connection, f"SELECT ID, V FROM {pinned} ORDER BY ID, V"), held)

        def no_retention() -> None:
            equal(error_of(connection, "SELECT * FROM GONE AT(TIMESTAMP => CURRENT_TIMESTAMP())")[0], 707)

        yield "AT reads the version that was valid, BEFORE too", versions_are_read
        yield "a transaction's changes show with its commit", transactions_count_once
        yield "AT is recorded with its instant and version", clauses_are_recorded
        yield "AT knows the ways to name an instant", instants
        yield "UPDATE, MERGE and TRUNCATE leave a version behind", all_changes_count
        yield "a table without retention has no history", no_retention
