"""Snowflake to PostgreSQL, from the tests' emulator by the unmodified ADBC driver, beside the driver alone."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

from bars import MoreMemory, Ratio
from bench import Bench
from inputs import NAMES
from processes import Failed, Usage, measure
from scenario import Contender, Scenario
from settings import REPOSITORY

TABLE, CHUNK = "PUBLIC.LINEITEM", {"column": "ID"}
CHUNK_ROWS = 50_000
PART_ROWS = 20_000
WAIT = 0.25
"""Seconds before each part of a result, as a network has them."""
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
    port = serve(bench)
    few = bench.settings.slots

    def contenders(slots: int, wait: float) -> list[Contender]:
        select = partial(bench.our_select, "snowflake")
        found = [
            bench.ours(ours(slots, wait), rows, source(driver, port), table=TABLE, chunk_rows=CHUNK_ROWS, slots=slots,
                       chunk=CHUNK),
            _fetch(bench, same(slots, wait), rows, driver, port, slots, READ_AHEAD, select),
        ]
        if not wait:
            found.append(_fetch(bench, alone(slots), rows, driver, port, slots, {}, lambda: NAMES))
        return [waiting(contender, port, wait) for contender in found]

    bars = [
        Ratio("copying ≤ 1.15 × fetching alone", ours(few), alone(few), "copying", 1.15),
        Ratio("copying ≤ 1.15 × fetching its own statements", ours(few), same(few), "copying", 1.15),
        Ratio("copying ≤ 1.15 × fetching its own statements", ours(few, WAIT), same(few, WAIT), "copying", 1.15),
        MoreMemory("memory ≤ 250 MB + the driver's", ours(MANY), same(MANY), 250),
    ]
    notes = [
        "The service is emulated by Python and DuckDB on the same processors. Its processor time isn't in the table, but "
        "it competes with the target's server. A real service has its own processors and is reached over a network; "
        f"therefore the emulator is also measured with a wait of {_milliseconds(WAIT)} before each part of "
        f"{PART_ROWS:,} rows. The driver's own memory is that of the loop in C with the same number of connections.",
    ]
    measured = [*contenders(few, 0), *contenders(few, WAIT), *contenders(MANY, 0)]
    return Scenario("snowflake", f"Snowflake (emulated) → PostgreSQL, {rows:,} rows", rows, measured, bars, notes)


def ours(slots: int, wait: float = 0) -> str:
    return f"Snowmelt, type: snowflake, {slots} slots{_suffix(wait)}"


def alone(threads: int) -> str:
    return f"fetch only, {threads} threads"


def same(threads: int, wait: float = 0) -> str:
    return f"{alone(threads)}, Snowmelt's statements{_suffix(wait)}"


def _suffix(wait: float) -> str:
    return f", {_milliseconds(wait)}/part" if wait else ""


def _milliseconds(wait: float) -> str:
    return f"{wait * 1000:.0f} ms"


def waiting(contender: Contender, port: int, wait: float) -> Contender:
    """The contender, with parts of results that come so many seconds late."""
    def prepare() -> None:
        _ask(port, "DELETE")
        if wait:
            _ask(port, "POST", {"fault": "slow", "seconds": wait, "part": None, "times": None})
        contender.prepare()

    return replace(contender, prepare=prepare)


def _ask(port: int, method: str, fault: dict | None = None) -> None:
    body = None if fault is None else json.dumps(fault).encode()
    with urlopen(Request(f"http://127.0.0.1:{port}/emulator/faults", body, method=method), timeout=10):
        pass


def source(driver: Path, port: int, **settings) -> dict:
    return {
        "type": "snowflake", "account": "test", "user": "bench", "password": "bench", "database": "BENCH",
        "host": "127.0.0.1", "port": port, "protocol": "http", "driver_path": str(driver), **settings,
    }


def serve(bench: Bench) -> int:
    """The emulator's port."""
    # A copy: the emulator changes what it serves.
    database = bench.folder / "snowflake.duckdb"
    database.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    shutil.copyfile(bench.inputs.snowflake, database)
    command = [
        bench.tools.emulator_python, "-B", "-m", "snowflake_emulator", "--parent", os.getpid(), "--database",
        f"BENCH={database}", "--part-rows", PART_ROWS,
    ]
    return int(json.loads(bench.serve(command, EMULATOR))["port"])


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
