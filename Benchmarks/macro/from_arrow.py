"""Arrow to PostgreSQL: DuckDB's batches over ADBC, compared with ADBC's own ingest and the server's limit."""

import ctypes.util
import sys
from pathlib import Path

from bars import Ratio
from bench import TARGET, Bench
from processes import Usage, measure
from scenario import Contender, Scenario
from settings import HERE

OURS = "Snowmelt, type: adbc"
INGEST = "ADBC ingest in Python"
SCAN = "DuckDB to Arrow alone"
CHUNK_ROWS = 1_000_000
"""Three chunks per slot, because the files of the limit have only one COMMIT each."""


def scenario(bench: Bench) -> Scenario:
    rows = bench.inputs.make_duckdb()
    bench.inputs.make_postgres()
    slots = bench.settings.slots
    files = bench.inputs.make_copy_files(rows, slots)
    limit = f"\\copy of encoded files, {slots} streams"
    # Runs differ by a tenth, which is also the margin of the bar.
    rounds = 2 * bench.settings.rounds - 1
    notes: list[str] = []
    contenders = []
    library = _duckdb_library(bench)
    if library is None:
        notes.append("DuckDB's library isn't installed, or doesn't support ADBC.")
    else:
        source = {
            "type": "adbc", "driver": str(library), "entrypoint": "duckdb_adbc_init",
            # A slot's own thread reads; DuckDB's other threads would spin while they wait for it.
            "options": {"path": str(bench.inputs.duckdb), "access_mode": "READ_ONLY", "threads": "1"},
        }
        contenders.append(bench.ours(
            OURS, rows, source, table="main.lineitem", chunk_rows=CHUNK_ROWS, environment=_python_library(),
            rounds=rounds))
    contenders += [
        bench.copy_files(limit, rows, files, rounds=rounds),
        bench.copy_files(f"{limit}, unlogged", rows, files, unlogged=True), _ingest(bench, rows), _scan(bench),
    ]
    bars = [
        Ratio("copying ≤ 1.15 × the limit", OURS, limit, "copying", 1.15),
        Ratio("copying ≤ 0.7 × ADBC ingest", OURS, INGEST, "copying", 0.7),
        Ratio("processor time ≤ 0.25 × ADBC ingest", OURS, INGEST, "cpu", 0.25),
        Ratio("the same beside DuckDB's own", OURS, INGEST, "cpu", 0.25, beside=SCAN),
    ]
    return Scenario("arrow", f"Arrow (DuckDB) → PostgreSQL, {rows:,} rows", rows, contenders, bars, notes)


def _duckdb_library(bench: Bench) -> Path | None:
    """DuckDB's Python module, which is also an ADBC driver."""
    return next(
        (path for pattern in ("_duckdb*.so", "duckdb/duckdb*.so") for path in bench.tools.packages.glob(pattern)), None)


def _python_library() -> dict[str, str]:
    """Preloads Python's library, because the module takes Python's symbols from the program that loads it."""
    name = ctypes.util.find_library(f"python{sys.version_info.major}.{sys.version_info.minor}")
    return {"LD_PRELOAD": name} if name else {}


def _ingest(bench: Bench, rows: int) -> Contender:
    def run() -> Usage:
        return measure(
            [[bench.tools.python, HERE / "ingest.py", bench.inputs.duckdb, bench.cluster.url(TARGET)]])

    return Contender(INGEST, "peer", run, prepare=bench.empty_table, check=lambda: bench.expect(rows))


def _scan(bench: Bench) -> Contender:
    def run() -> Usage:
        return measure([[bench.tools.python, HERE / "ingest.py", bench.inputs.duckdb]])

    return Contender(SCAN, "limit", run)
