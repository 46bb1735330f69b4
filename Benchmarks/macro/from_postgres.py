"""PostgreSQL to PostgreSQL, both on one server, compared with pgcopydb and `psql` to `psql`."""

from bars import Ratio
from bench import TARGET, Bench
from cluster import USER
from inputs import Inputs
from processes import Failed, Usage, measure
from scenario import Contender, Scenario

NATIVE = "Snowmelt, type: postgres"
ADBC = "Snowmelt, type: adbc"
ODBC = "Snowmelt, type: odbc"
ONE_PIPE = "psql → psql, one stream"
PGCOPYDB = "pgcopydb, copy step"
CHUNK_ROWS = 250_000
"""Small enough that no slot copies the last chunk alone for long."""


def scenario(bench: Bench) -> Scenario:
    rows = bench.inputs.make_postgres()
    slots = bench.settings.slots
    url = bench.cluster.url(Inputs.SOURCE)
    two_pipes = f"psql → psql, {slots} streams"
    notes: list[str] = []

    def ours(name: str, source: dict) -> Contender:
        return bench.ours(name, rows, source, table="public.lineitem", chunk_rows=CHUNK_ROWS)

    contenders = []
    if _knows_native(bench, url):
        contenders.append(ours(NATIVE, {"type": "postgres", "url": url}))
    else:
        notes.append("This version has no `type: postgres`.")
    contenders += [bench.pipes(ONE_PIPE, rows, 1), bench.pipes(two_pipes, rows, slots)]
    if bench.tools.pgcopydb:
        contenders.append(_pgcopydb(bench, rows, url))
    else:
        notes.append("pgcopydb isn't installed.")
    if driver := bench.tools.adbc_library("postgresql"):
        contenders.append(ours(ADBC, {"type": "adbc", "driver": str(driver), "options": {"uri": url}}))
    else:
        notes.append("The ADBC driver for PostgreSQL isn't installed.")
    connection = (
        f"Driver=PostgreSQL Unicode;Servername={bench.cluster.socket};Port={bench.cluster.port};"
        f"Database={Inputs.SOURCE};Username={USER}")
    contenders.append(ours(ODBC, {"type": "odbc", "connection": connection}))
    fetch = f"fetch only, psqlODBC, {slots} threads"
    by_page = f"{connection};UseDeclareFetch=1;Fetch=10000"
    contenders.append(bench.fetch(fetch, rows, by_page, slots, lambda: bench.selects(rows, CHUNK_ROWS)))
    bars = [
        Ratio("copying ≤ 0.9 × pgcopydb", NATIVE, PGCOPYDB, "copying", 0.9),
        Ratio("copying ≤ 1.1 × the pipes", NATIVE, two_pipes, "copying", 1.1),
    ]
    return Scenario("postgres", f"PostgreSQL → PostgreSQL, {rows:,} rows", rows, contenders, bars, notes)


def _knows_native(bench: Bench, url: str) -> bool:
    config = bench.folder / "native.yaml"
    config.write_text(
        f'{{"source": {{"type": "postgres", "url": "{url}"}}, "target": {{"url": "{url}"}}, '
        '"tables": [{"source": "public.lineitem", "target": "other.lineitem"}]}')
    try:
        measure([[bench.tools.snowmelt, "check", "--config", config]])
    except Failed:
        return False
    return True


def _pgcopydb(bench: Bench, rows: int, url: str) -> Contender:
    folder = bench.folder / "pgcopydb"

    def prepare() -> None:
        bench.empty_table()

    def run() -> Usage:
        slots = str(bench.settings.slots)
        command = [
            bench.tools.pgcopydb, "copy", "table-data", "--source", url, "--target", bench.cluster.url(TARGET),
            "--table-jobs", slots, "--split-tables-larger-than", "100MB", "--not-consistent", "--restart", "--dir",
            folder,
        ]
        return measure([command])

    return Contender(PGCOPYDB, "peer", run, prepare=prepare, check=lambda: bench.expect(rows))
