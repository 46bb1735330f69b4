"""Thousands of small tables: what a table costs, however few its rows are."""

import json
import sqlite3
from pathlib import Path

from bars import Ratio
from bench import TARGET, Bench
from processes import Failed, Usage, measure
from scenario import Contender, Scenario

TABLES = 2_000
ROWS = 5
OURS = "Snowmelt, type: odbc"


def scenario(bench: Bench) -> Scenario:
    source = _make(bench.inputs.folder / f"tables-{TABLES}.sqlite")
    streams = bench.settings.slots
    limit = f"psql, {streams} streams"
    contenders = [_ours(bench, source), _psql(bench, limit, streams)]
    bars = [Ratio("all in ≤ 4 × psql", OURS, limit, "wall", 4)]
    notes = [
        f"{ROWS} rows each. `psql` makes each table, copies its rows, adds its key and analyses it in one transaction: "
        "nothing is planned, claimed, proven or recorded.",
    ]
    return Scenario(
        "many", f"{TABLES:,} small tables, SQLite → PostgreSQL", TABLES * ROWS, contenders, bars, notes, "all in")


def _make(file: Path) -> Path:
    if not file.exists():
        new = file.with_suffix(".new")
        new.unlink(missing_ok=True)
        database = sqlite3.connect(new)
        database.execute("PRAGMA journal_mode = off")
        for table in range(TABLES):
            database.execute(f"CREATE TABLE t{table:04} (id INTEGER PRIMARY KEY, a TEXT, b REAL)")
            database.executemany(
                f"INSERT INTO t{table:04} VALUES (?, ?, ?)", [(row, f"row {row}", row * 1.5) for row in range(ROWS)])
        database.commit()
        database.close()
        new.rename(file)
    return file


def _ours(bench: Bench, source: Path) -> Contender:
    def run() -> Usage:
        document = {
            "source": {"type": "odbc", "connection": f"Driver=SQLite3;Database={source}"},
            "target": {"url": bench.cluster.url(TARGET)},
            "defaults": {"threads": bench.settings.slots},
            "tables": [{"source": "main.t*", "target": "many.*"}],
        }
        bench.config.write_text(json.dumps(document))
        return measure(
            [[bench.tools.snowmelt, "run", "--workers", "1", "--progress", "none", "--config", bench.config]])

    return Contender(OURS, "ours", run, prepare=bench.empty_target, check=lambda: _expect(bench))


def _psql(bench: Bench, name: str, streams: int) -> Contender:
    files = [bench.folder / f"many-{stream}.sql" for stream in range(streams)]

    def prepare() -> None:
        bench.empty_target("CREATE SCHEMA many")
        for stream, file in enumerate(files):
            file.write_text("".join(_script(table) for table in range(stream, TABLES, streams)))

    def run() -> Usage:
        return measure(*([bench.cluster.psql(TARGET, "--file", str(file))] for file in files))

    return Contender(name, "limit", run, prepare=prepare, check=lambda: _expect(bench))


def _script(table: int) -> str:
    name = f"many.t{table:04}"
    rows = "".join(f"{row}\trow {row}\t{row * 1.5}\n" for row in range(ROWS))
    return (
        f"BEGIN;\nCREATE TABLE {name} (id bigint NOT NULL, a text, b double precision);\n"
        f"COPY {name} FROM STDIN;\n{rows}\\.\n"
        f"ALTER TABLE {name} ADD PRIMARY KEY (id);\nANALYZE {name};\nCOMMIT;\n"
    )


def _expect(bench: Bench) -> None:
    count = int(bench.cluster.query(TARGET, "SELECT count(*) FROM pg_index WHERE indisprimary AND "
                                            "indrelid::regclass::text LIKE 'many.%'"))
    if count != TABLES:
        raise Failed(f"{count} tables arrived instead of {TABLES}")
