"""Snowflake to PostgreSQL, from the tests' emulator by the unmodified ADBC driver, beside the driver alone."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bars import MoreMemory, Ratio
from bench import Bench
from inputs import NAMES
from processes import Failed, Usage, measure
from scenario import Contender, Scenario
from settings import REPOSITORY

CHUNK_ROWS = 50_000
PART_ROWS = 20_000
MANY = 20
"""Slots of the bar on memory."""
EMULATOR = REPOSITORY / "Tests" / "SnowflakeEmulator"
CLIENT = "adbc.snowflake.sql.client_option."
READ_AHEAD = {
    "statement:adbc.rpc.result_queue_size": "2", "statement:adbc.snowflake.rpc.prefetch_concurrency": "2",
}
"""What Snowmelt tells the driver, so that memory is bounded: two parts at most are fetched ahead."""


def scenario(bench: Bench) -> Scenario:
    driver = bench.tools.adbc_library("snowflake")
    if driver is None or not bench.tools.emulator_python.exists():
        notes = ["Snowflake's ADBC driver or the emulator isn't installed."]
        return Scenario("snowflake", "Snowflake (emulated) → PostgreSQL", 0, [], [], notes)
    rows = bench.inputs.make_snowflake()
    port = _start(bench)
    source = {
        "type": "snowflake", "account": "test", "user": "bench", "password": "bench", "database": "BENCH",
        "host": "127.0.0.1", "port": port, "protocol": "http", "driver_path": str(driver),
    }
    few = bench.settings.slots
    contenders = [
        contender for slots in (few, MANY) for contender in (
            bench.ours(_ours(slots), rows, source, table="PUBLIC.LINEITEM", chunk_rows=CHUNK_ROWS, slots=slots,
                       column="ID"),
            _fetch(bench, _alone(slots), rows, driver, port, slots, {}, lambda: NAMES),
            _fetch(bench, _same(slots), rows, driver, port, slots, READ_AHEAD, lambda: bench.our_select("snowflake")),
        )
    ]
    bars = [
        Ratio("copying ≤ 1.15 × fetching alone", _ours(few), _alone(few), "copying", 1.15),
        Ratio("copying ≤ 1.15 × fetching its own statements", _ours(few), _same(few), "copying", 1.15),
        MoreMemory("memory ≤ 250 MB + the driver's", _ours(MANY), _same(MANY), 250),
    ]
    notes = [
        "The service is emulated by DuckDB and Python on the same processors, so the numbers are those of that emulator: "
        "what counts is how little Snowmelt adds to what the driver needs. The emulator's processor time and memory "
        "aren't in the table, and the driver has its peak memory from the same run, with as many connections.",
    ]
    return Scenario("snowflake", f"Snowflake (emulated) → PostgreSQL, {rows:,} rows", rows, contenders, bars, notes)


def _ours(slots: int) -> str:
    return f"Snowmelt, type: snowflake, {slots} slots"


def _alone(threads: int) -> str:
    return f"fetch only, {threads} threads"


def _same(threads: int) -> str:
    return f"{_alone(threads)}, Snowmelt's statements"


def _start(bench: Bench) -> int:
    """The emulator's port; it ends with this program."""
    # A copy: the emulator changes what it serves.
    database = bench.folder / "snowflake.duckdb"
    database.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    shutil.copyfile(bench.inputs.snowflake, database)
    process = subprocess.Popen(
        [bench.tools.emulator_python, "-B", "-m", "snowflake_emulator", "--parent", str(os.getpid()), "--database",
         f"BENCH={database}", "--part-rows", str(PART_ROWS)],
        cwd=EMULATOR, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line:
        raise SystemExit("Snowflake's emulator didn't start")
    return int(json.loads(line)["port"])


def _fetch(bench: Bench, name: str, rows: int, driver: Path, port: int, threads: int, options: dict[str, str],
           select: Callable[[], str]) -> Contender:
    """The limit of the driver: a loop in C that fetches and does nothing with the rows."""
    file = bench.folder / "statements.sql"
    options = {
        "adbc.snowflake.sql.account": "test", "username": "bench", "password": "bench",
        "adbc.snowflake.sql.db": "BENCH", "adbc.snowflake.sql.schema": "PUBLIC",
        "adbc.snowflake.sql.uri.host": "127.0.0.1", "adbc.snowflake.sql.uri.port": str(port),
        "adbc.snowflake.sql.uri.protocol": "http", f"{CLIENT}max_timestamp_precision": "microseconds", **options,
    }
    words = [f"{option}={value}" for option, value in options.items()]

    def prepare() -> None:
        file.write_text("\n".join(bench.selects(rows, CHUNK_ROWS, select())) + "\n")

    def run() -> Usage:
        usage = measure([[bench.tools.fetch_adbc, driver, str(threads), *words]], standard_input=file)
        count = int(usage.output.split()[-1])
        if count != rows:
            raise Failed(f"{name}: {count} rows instead of {rows}")
        return usage

    return Contender(name, "limit", run, prepare=prepare)
