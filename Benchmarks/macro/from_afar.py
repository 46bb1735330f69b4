"""A source that is far away: each batch takes a round trip of 50 ms, and slots make up for it."""

import sys

from bars import Scaling
from bench import Bench
from cluster import USER
from inputs import Inputs
from scenario import Contender, Scenario
from settings import HERE

DELAY = 0.05
ROWS = 102_400
"""Few, and few a batch: neither the processors nor the target may be what is waited for."""
CHUNKS = 64
BATCH_ROWS = 100
MANY = 16


def scenario(bench: Bench) -> Scenario:
    rows = min(ROWS, bench.inputs.make_postgres(), int(ROWS * bench.settings.scale))
    reading = source(bench)

    def ours(slots: int, rounds: int | None = None) -> Contender:
        return bench.ours(
            _name(slots), rows, reading, table="public.lineitem", chunk_rows=-(-rows // CHUNKS), slots=slots,
            rounds=rounds, where=f"id <= {rows}", batch_rows=BATCH_ROWS)

    # Few slots wait for long, and so steadily that one round tells.
    contenders = [ours(1, rounds=1), ours(4, rounds=1), ours(MANY)]
    bars = [
        Scaling("4 slots ≥ 0.9 × 4 × the speed of one", _name(4), _name(1), 4, 0.9),
        Scaling(f"{MANY} slots ≥ 0.9 × {MANY} × the speed of one", _name(MANY), _name(1), MANY, 0.9),
    ]
    notes = [
        f"Over ODBC, through a proxy that delays the source's answers by {DELAY * 1000:.0f} ms. A batch, and each round "
        f"trip of the driver, has {BATCH_ROWS} rows. There are {CHUNKS} chunks of equal size.",
    ]
    title = f"A source {DELAY * 1000:.0f} ms away → PostgreSQL, {rows:,} rows"
    return Scenario("afar", title, rows, contenders, bars, notes)


def _name(slots: int) -> str:
    return f"Snowmelt, type: odbc, {slots} {'slot' if slots == 1 else 'slots'}"


def source(bench: Bench) -> dict:
    """PostgreSQL by psqlODBC, which gets a batch in a round trip; what it answers is late."""
    port = int(bench.serve([sys.executable, HERE / "delay.py", bench.cluster.port, DELAY]))
    connection = (
        f"Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port={port};Database={Inputs.SOURCE};Username={USER};"
        "SSLmode=disable")
    return {"type": "odbc", "connection": connection}
