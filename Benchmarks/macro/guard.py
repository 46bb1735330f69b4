"""The short form for CI, which checks in half a minute that the row path hasn't become slower.

It compares processor time, which other work on the machine hardly changes, with a limit that is measured at the same
time, so the same bound works on all machines. The bounds leave room for noise: they detect a copy, an allocation or a
look-up per value, but not a few percent.
"""

import json
import os
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import from_sqlite
from bars import Ratio
from bench import Bench
from inputs import NAMES, create_sqlite_table
from scenario import Scenario

ROWS = 200_000
ROUNDS = 2
ENCODER_MOST = {"Arrow": 6.0, "ODBC": 8.0, "ODBC, all text": 12.0}
"""Maximum time to encode a row of lineitem, as a multiple of the time to copy its encoded fields."""
SQLITE_MOST = 2.0
"""Maximum time to copy from SQLite, as a multiple of the driver's time for the same statements."""


def guard(bench: Bench) -> bool:
    """Prints the measurements; returns whether all bounds are met."""
    kept = [_encoder(bench)]
    bench.cluster.start()
    try:
        kept.append(_sqlite(bench))
    finally:
        bench.cluster.stop()
    return all(kept)


def _encoder(bench: Bench) -> bool:
    environment = {**os.environ, "FORMAT": "json", "ONLY": "lineitem", "ROWS": str(ROWS)}
    result = subprocess.run([bench.tools.encode_bench], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    kept = True
    for entry in json.loads(result.stdout):
        kept &= _judge(
            f"encoding lineitem from {entry['layout']}", entry["nanosecondsPerRow"] / entry["nanosecondsPerCopy"],
            ENCODER_MOST[entry["layout"]], f"{entry['rowsPerSecond'] / 1e6:.1f} million rows/s")
    return kept


def _sqlite(bench: Bench) -> bool:
    file = bench.folder / "guard.sqlite"
    _fill(file)
    slots = bench.settings.slots
    contenders = from_sqlite.ours_and_limits(bench, file, ROWS, slots)
    bar = Ratio("", from_sqlite.ours(slots), from_sqlite.same(slots), "cpu", SQLITE_MOST)
    scenario = Scenario("guard", "", ROWS, contenders, [bar])
    scenario.run(ROUNDS, print)
    return _judge("copying from SQLite", scenario.value(bar) or 0, SQLITE_MOST, "all processes except the server's")


def _judge(what: str, ratio: float, most: float, detail: str) -> bool:
    kept = ratio <= most
    print(f"{what}: {ratio:.2f} × its limit, at most {most:g} ({detail}){'' if kept else '  TOO SLOW'}", flush=True)
    return kept


def _fill(file: Path) -> None:
    file.unlink(missing_ok=True)
    places = ", ".join("?" * len(NAMES.split(", ")))
    with sqlite3.connect(file) as database:
        database.execute(create_sqlite_table())
        database.executemany(f"INSERT INTO lineitem VALUES ({places})", _rows())
    database.close()


def _rows() -> Iterator[tuple]:
    """Rows like those of lineitem."""
    generator = random.Random(1)
    first = date(1992, 1, 1)
    comment = "furiously regular deposits sleep quickly among the carefully ironic requests "
    for number in range(1, ROWS + 1):
        quantity, shipped = generator.randrange(1, 51), first + timedelta(generator.randrange(2500))
        start = generator.randrange(30)
        yield (
            number, number // 4 * 8, generator.randrange(200_000), generator.randrange(10_000), number % 7 + 1,
            quantity, quantity * generator.randrange(90_000, 210_000) / 100, generator.randrange(11) / 100,
            generator.randrange(9) / 100, generator.choice("ANR"), generator.choice("FO"), shipped.isoformat(),
            (shipped + timedelta(30)).isoformat(), (shipped + timedelta(7)).isoformat(),
            generator.choice(("DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN")),
            generator.choice(("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB")),
            comment[start:start + generator.randrange(10, 44)],
        )
