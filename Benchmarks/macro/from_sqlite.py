"""SQLite over ODBC and ADBC, compared with pgloader, Sling and a C program that only fetches."""

from pathlib import Path

from bars import Ratio
from bench import TARGET, Bench
from cluster import USER
from processes import Usage, measure
from scenario import Contender, Scenario

CHUNK_ROWS = 250_000
ADBC = "Snowmelt, type: adbc"


def scenario(bench: Bench) -> Scenario:
    rows = bench.inputs.make_sqlite()
    source = bench.inputs.sqlite
    notes: list[str] = []
    contenders = [
        contender for slots in _slots(bench) for contender in ours_and_limits(bench, source, rows, slots)
    ]
    most = bench.settings.slots
    contenders.append(_processes(bench, rows, source, most))
    fastest = processes(most)
    if driver := bench.tools.adbc_library("sqlite"):
        fastest = ADBC
        contenders.append(bench.ours(
            ADBC, rows, {"type": "adbc", "driver": str(driver), "options": {"uri": str(source)}}, table="main.lineitem",
            chunk_rows=CHUNK_ROWS))
    else:
        notes.append("The ADBC driver for SQLite isn't installed.")
    if bench.tools.pgloader:
        contenders.append(_pgloader(bench, rows, source))
    else:
        notes.append("pgloader isn't installed.")
    if bench.tools.sling:
        contenders.append(_sling(bench, rows, source))
    else:
        notes.append("Sling isn't installed.")
    bars = [
        Ratio("all in ≤ 0.45 × pgloader", fastest, "pgloader", "wall", 0.45),
        Ratio("all in ≤ 0.14 × Sling", fastest, "Sling", "wall", 0.14),
    ]
    for slots in _slots(bench):
        bars += [
            Ratio("copying ≤ 1.2 × fetching alone", ours(slots), plain(slots), "copying", 1.2),
            Ratio("copying ≤ 1.2 × fetching its own statements", ours(slots), same(slots), "copying", 1.2),
        ]
    return Scenario("sqlite", f"SQLite → PostgreSQL, {rows:,} rows", rows, contenders, bars, notes)


def _slots(bench: Bench) -> list[int]:
    """On two cores, one slot leaves a core to the server; more slots share the cores with it."""
    return sorted({1, bench.settings.slots})


def ours(slots: int) -> str:
    return f"Snowmelt, type: odbc, {slots} {'slot' if slots == 1 else 'slots'}"


def processes(count: int) -> str:
    return f"Snowmelt, type: odbc, {count} workers with 1 slot"


def plain(threads: int) -> str:
    return f"fetch only, {threads} {'thread' if threads == 1 else 'threads'}"


def same(threads: int) -> str:
    return f"{plain(threads)}, Snowmelt's statements"


def ours_and_limits(bench: Bench, source: Path, rows: int, slots: int) -> list[Contender]:
    connection = _connection(source)
    return [
        bench.ours(
            ours(slots), rows, {"type": "odbc", "connection": connection}, table="main.lineitem",
            chunk_rows=CHUNK_ROWS, slots=slots),
        bench.fetch(plain(slots), rows, connection, slots, lambda: bench.selects(rows, CHUNK_ROWS)),
        bench.fetch(
            same(slots), rows, connection, slots, lambda: bench.selects(rows, CHUNK_ROWS, bench.our_select("sqlite"))),
    ]


def _connection(source: Path) -> str:
    return f"Driver=SQLite3;Database={source}"


def _processes(bench: Bench, rows: int, source: Path, count: int) -> Contender:
    """Workers with one slot each: two threads are no faster than one, due to SQLite's process-wide mutex for memory."""
    return bench.ours(
        processes(count), rows, {"type": "odbc", "connection": _connection(source)}, table="main.lineitem",
        chunk_rows=CHUNK_ROWS, slots=1, workers=count)


def _pgloader(bench: Bench, rows: int, source: Path) -> Contender:
    commands = bench.folder / "lineitem.load"

    def run() -> Usage:
        commands.write_text(f"""
            LOAD DATABASE
                 FROM sqlite://{source}
                 INTO postgresql://{USER}@unix:{bench.cluster.socket}:{bench.cluster.port}/{TARGET}?sslmode=disable
                 WITH include drop, create tables, create indexes, reset no sequences
                 INCLUDING ONLY TABLE NAMES LIKE 'lineitem';
            """)
        return measure([[bench.tools.pgloader, "--root-dir", bench.folder / "pgloader", commands]])

    return Contender("pgloader", "peer", run, prepare=bench.empty_target, check=lambda: bench.expect(rows))


def _sling(bench: Bench, rows: int, source: Path) -> Contender:
    def run() -> Usage:
        environment = {
            "LITE": f"sqlite://{source}",
            "PG": f"postgresql://{USER}@127.0.0.1:{bench.cluster.port}/{TARGET}?sslmode=disable",
            "SLING_HOME_DIR": str(bench.folder / "sling"),
            "SLING_DISABLE_TELEMETRY": "true",
        }
        command = [
            bench.tools.sling, "run", "--src-conn", "LITE", "--src-stream", "main.lineitem", "--tgt-conn", "PG",
            "--tgt-object", "public.lineitem", "--mode", "full-refresh",
        ]
        return measure([command], environment=environment)

    return Contender(
        "Sling", "peer", run, prepare=bench.empty_target, check=lambda: bench.expect(rows), rounds=2)
