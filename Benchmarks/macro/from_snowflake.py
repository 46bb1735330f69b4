"""Snowflake to PostgreSQL, from the tests' emulator: beside what its ADBC driver takes to fetch the same rows."""

import json
import os
import subprocess

from bench import Bench
from processes import Usage, measure
from scenario import Bar, Contender, Scenario
from settings import HERE, REPOSITORY

ROWS = 1_000_000
"""At most: the emulator shares the processors."""
CHUNK_ROWS = 50_000
MANY = 20
EMULATOR = REPOSITORY / "Tests" / "SnowflakeEmulator"
PYTHON = REPOSITORY / ".build" / "snowflake-emulator" / "bin" / "python"


def scenario(bench: Bench) -> Scenario:
    driver = bench.tools.adbc_library("snowflake")
    if driver is None or not PYTHON.exists():
        return Scenario("snowflake", "Snowflake (emulated) → PostgreSQL", 0, [], [], ["Its driver or emulator isn't there."])
    rows = min(ROWS, bench.inputs.make_duckdb())
    port = _start(bench, rows)
    source = {
        "type": "snowflake", "account": "test", "user": "bench", "password": "bench", "database": "BENCH",
        "host": "127.0.0.1", "port": port, "protocol": "http", "driver_path": str(driver),
        # The emulator's clock and tables know no past.
        "snapshot": "off",
    }
    contenders, bars = [], []
    for slots in (bench.settings.slots, MANY):
        ours, alone = f"Snowmelt, type: snowflake, {slots} slots", f"its ADBC driver alone, {slots} threads"
        contenders += [
            bench.ours(ours, rows, source, table="PUBLIC.LINEITEM", chunk_rows=CHUNK_ROWS, slots=slots, column="ID"),
            _fetch(bench, alone, rows, driver, port, slots),
        ]
        bars.append(Bar(f"copying ≤ 1.15 × the driver, {slots} slots", ours, alone, "copying", 1.15))
    return Scenario("snowflake", f"Snowflake (emulated) → PostgreSQL, {rows:,} rows", rows, contenders, bars)


def _start(bench: Bench, rows: int) -> int:
    """The emulator's port, with a table of so many rows; it ends with this program."""
    table = bench.folder / "snowflake.sql"
    # A copy: numbers become Snowflake's, and the file stays as it is.
    table.write_text(
        f"ATTACH '{bench.inputs.duckdb}' AS held (READ_ONLY);\n"
        f"CREATE SCHEMA IF NOT EXISTS BENCH.PUBLIC;\n"
        f"CREATE TABLE BENCH.PUBLIC.LINEITEM AS SELECT * FROM held.lineitem ORDER BY id LIMIT {rows};\n")
    database = bench.folder / "snowflake.duckdb"
    database.unlink(missing_ok=True)
    process = subprocess.Popen(
        [PYTHON, "-B", "-m", "snowflake_emulator", "--parent", str(os.getpid()), "--database", f"BENCH={database}",
         "--duckdb-script", table, "--part-rows", "20000"],
        cwd=EMULATOR, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line:
        raise SystemExit("Snowflake's emulator didn't start")
    return int(json.loads(line)["port"])


def _fetch(bench: Bench, name: str, rows: int, driver: object, port: int, threads: int) -> Contender:
    file = bench.folder / "statements.sql"
    statements = bench.selects(rows, CHUNK_ROWS)

    def run() -> Usage:
        usage = measure([[bench.tools.python, HERE / "fetch_snowflake.py", driver, str(port), str(threads)]],
                        standard_input=file)
        if int(usage.output.split()[-1]) != rows:
            raise SystemExit(f"{name}: {usage.output} rows instead of {rows}")
        return usage

    return Contender(name, "limit", run, prepare=lambda: file.write_text("\n".join(statements) + "\n"))
