"""How long a worker takes from the start of its process to its first claim."""

import time
from dataclasses import replace

from bars import Seconds
from bench import TARGET, Bench
from inputs import Inputs
from processes import Usage, measure
from scenario import Contender, Scenario

STARTS = 12
ROWS = 2_000
CLAIMED = "SELECT extract(epoch FROM min(started_at)) FROM migration_status.migration_chunk_status"


def scenario(bench: Bench) -> Scenario:
    bench.inputs.make_sqlite()
    bench.inputs.make_postgres()
    odbc, native = "snowmelt-worker, SQLite over ODBC", "snowmelt-worker, type: postgres"
    sources = {
        odbc: ({"type": "odbc", "connection": f"Driver=SQLite3;Database={bench.inputs.sqlite}"}, "main.lineitem"),
        native: ({"type": "postgres", "url": bench.cluster.url(Inputs.SOURCE)}, "public.lineitem"),
    }
    contenders = [_start(bench, name, source, table) for name, (source, table) in sources.items()]
    contenders.append(_psql(bench))
    bars = [Seconds("first claim ≤ 100 ms", name, 0.1) for name in sources]
    notes = [
        f"The time from the start of the process to the claim recorded in the database, {STARTS} times each, compared "
        "with the time that `psql` needs to start, connect and run one query. Before its first claim, a worker connects "
        "to the control database, the target and the source, and registers.",
    ]
    return Scenario("start", "From a worker's start to its first claim", 0, contenders, bars, notes, "first claim")


def _start(bench: Bench, name: str, source: dict, table: str) -> Contender:
    def prepare() -> None:
        bench.empty_target()
        defaults = {"threads": bench.settings.slots, "chunk_rows": ROWS // 4}
        config = bench.configure(source, table=table, defaults=defaults, where=f"id <= {ROWS}")
        measure([[bench.tools.snowmelt, "plan", "--config", config]])

    def run() -> Usage:
        started = time.time()
        usage = measure([[bench.tools.worker, "--until-idle", "--config", bench.config]])
        claimed = float(bench.cluster.query(TARGET, CLAIMED))
        return replace(usage, wall=claimed - started)

    return Contender(name, "ours", run, prepare=prepare, rounds=STARTS)


def _psql(bench: Bench) -> Contender:
    def run() -> Usage:
        return measure([bench.cluster.psql(TARGET, "--command", "SELECT 1")])

    return Contender("psql, one query", "limit", run, rounds=STARTS)
