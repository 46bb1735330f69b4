"""Checks of databases that exist before the emulator starts."""

import tempfile
from pathlib import Path

import duckdb

from .emulated import emulated, equal, rows

NINES = 10**38 - 1


def check_all(driver: str):
    """Yields each check with its name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sales.duckdb")
        with duckdb.connect(str(path)) as made:
            made.execute(f"""CREATE SCHEMA MART; CREATE TABLE MART.ORDERS (
                ID DECIMAL(38,0) PRIMARY KEY, PLACED TIMESTAMP, TOTAL DECIMAL(20,4));
                INSERT INTO MART.ORDERS VALUES
                    ({NINES}, NULL, 0.0001), (-{NINES}, '1969-12-31 23:59:59.999999', NULL)""")

        def read(sql: str, *arguments: str) -> list[dict]:
            options = {"db": "SALES", "schema": "MART"}
            with emulated(driver, "--database", f"SALES={path}", *arguments) as emulator:
                with emulator.connect(**options) as connection:
                    return rows(connection, sql)

        def file_is_served() -> None:
            found = read("SELECT ID, PLACED::TIMESTAMP_NTZ(6)::VARCHAR P, TOTAL FROM ORDERS ORDER BY ID")
            equal([(int(r["ID"]), r["P"], r["TOTAL"] and str(r["TOTAL"])) for r in found],
                  [(-NINES, "1969-12-31 23:59:59.999999", None), (NINES, None, "0.0001")])
            found = read("SHOW PRIMARY KEYS IN TABLE SALES.MART.ORDERS")
            equal([row["column_name"] for row in found], ["ID"])

        def file_is_changed() -> None:
            read("INSERT INTO ORDERS VALUES (1, NULL, 2)")
            equal(read("SELECT COUNT(*) C FROM ORDERS"), [{"C": 3}])

        def duckdb_script() -> None:
            script = Path(folder, "script.sql")
            script.write_text("CREATE TABLE D1.PUBLIC.N AS SELECT range::DECIMAL(38,0) AS ID FROM range(100000)")
            found = read("SELECT COUNT(*) C, MAX(ID) M FROM D1.PUBLIC.N", "--duckdb-script", str(script))
            equal(found, [{"C": 100_000, "M": 99_999}])

        yield "a DuckDB file is a database, NULL timestamps and all 38 digits right", file_is_served
        yield "what was changed stays in the file", file_is_changed
        yield "a script of DuckDB's fills a table", duckdb_script
