"""Measures the effect of single settings: `make bench-effects`, for docs/optimization.md.

Small loads change one setting at a time and keep the defaults of the others. SCALE (0.2), ROUNDS (2) and ONLY
("sqlite postgres tables afar snowflake") work as for `make bench`.
"""

from collections.abc import Callable, Iterator
from datetime import date

import from_afar
import from_snowflake
import report
from bench import Bench
from inputs import Inputs, create_table
from scenario import Attribute, Contender, Scenario
from settings import REPOSITORY

SETTINGS = {"SCALE": "0.2", "ROUNDS": "2"}
"""Defaults for the environment."""
FEW = 400_000
"""Maximum rows for slow drivers."""
AFAR = 20_000


def effects(bench: Bench, say: Callable[[str], None]) -> None:
    bench.inputs.make_csv()
    bench.cluster.start()
    try:
        lines = []
        for key in bench.settings.only or SUBJECTS:
            try:
                for scenario in SUBJECTS[key](bench):
                    scenario.run(bench.settings.rounds, say)
                    lines.append(_line(scenario))
            finally:
                bench.end_servers()
    finally:
        bench.cluster.stop()
    settings = bench.settings
    text = "\n".join([
        f"Measured on {date.today():%-d %B %Y}, {report.processors()}, TPC-H scale {settings.scale:g}, means of "
        f"{settings.rounds} rounds.", "",
        "| setting | from → to | thousand rows/s copied | all in, s | its CPU, s | peak memory, MB |",
        "|---|---|---|---|---|---|", *lines,
    ])
    say("\n" + text)
    if settings.scale == float(SETTINGS["SCALE"]) and not settings.only:
        report.replace_section(REPOSITORY / "docs" / "optimization.md", "bench-effects", text)


def _line(scenario: Scenario) -> str:
    def each(attribute: Attribute, show: Callable[[float], str]) -> str:
        return " → ".join(show(contender.median(attribute)) for contender in scenario.contenders)

    values = " → ".join(contender.name for contender in scenario.contenders)
    speeds = each("copying", lambda taken: _thousands(scenario.rows / taken))
    whole = f"{each('wall', report.seconds)} | {each('cpu', report.seconds)} | {each('memory', '{:.0f}'.format)}"
    return f"| {scenario.title} | {values} | {speeds} | {whole} |"


def _thousands(value: float) -> str:
    return f"{value / 1000:.{0 if value >= 10_000 else 1}f}"


def _effect(setting: str, rows: int, *contenders: Contender) -> Scenario:
    return Scenario(setting.replace("`", "").split()[0], setting, rows, list(contenders), [])


def _from_sqlite(bench: Bench) -> Iterator[Scenario]:
    rows = bench.inputs.make_sqlite()
    source = {"type": "odbc", "connection": f"Driver=SQLite3;Database={bench.inputs.sqlite}"}

    def ours(name: str, **settings) -> Contender:
        return bench.ours(name, rows, source, **{"table": "main.lineitem", "chunk_rows": rows // 16, **settings})

    yield _effect("`threads`, SQLite over ODBC", rows, *(ours(str(slots), slots=slots) for slots in (1, 2, 4)))
    yield _effect("`--workers`, with one slot each, SQLite over ODBC", rows,
                  *(ours(str(workers), slots=1, workers=workers) for workers in (1, 2, 4)))
    yield _effect("`batch_rows`, SQLite over ODBC", rows,
                  *(ours(f"{batch:,}", chunk_rows=rows // 4, batch_rows=batch) for batch in (100, 25_000, 200_000)))


def _from_postgres(bench: Bench) -> Iterator[Scenario]:
    rows = bench.inputs.make_postgres()
    source = {"type": "postgres", "url": bench.cluster.url(Inputs.SOURCE)}
    table = "public.lineitem"

    def ours(name: str, **settings) -> Contender:
        return bench.ours(name, rows, source, **{"table": table, "chunk_rows": rows // 8, **settings})

    yield _effect("`threads`, `type: postgres`", rows, *(ours(str(slots), slots=slots) for slots in (1, 2, 4, 8)))
    yield _effect("`chunk_rows`, `type: postgres`", rows,
                  *(ours(f"{size:,}", chunk_rows=size) for size in (rows // 400, rows // 40, rows // 2)))
    yield _effect(f"`synchronous_commit` in `target.session`, chunks of {rows // 400:,} rows", rows,
                  *(ours(value, chunk_rows=rows // 400, session={"synchronous_commit": value})
                    for value in ("on", "off")))
    yield _effect("`chunk`, `type: postgres`", rows, *(
        ours(name, chunk=chunk) for name, chunk in
        (("key", {"column": "id"}), ("`ctid`", {"by": "ctid"}), ("`hash`", {"by": "hash"}))))
    yield _effect("`type` of a column, `type: postgres`", rows, ours("as in the source: rows pass through"),
                  ours("a narrower one: rows are decoded", columns={"l_partkey": {"type": "integer"}}))


def _into_tables(bench: Bench) -> Iterator[Scenario]:
    rows = bench.inputs.make_postgres()
    source = {"type": "postgres", "url": bench.cluster.url(Inputs.SOURCE)}

    def ours(name: str, *target: str, **settings) -> Contender:
        return bench.ours(
            name, rows, source, table="public.lineitem", chunk_rows=rows // 8, target=target, **settings)

    indexes = ("CREATE INDEX ON lineitem (l_partkey)", "CREATE INDEX ON lineitem (l_shipdate)")
    yield _effect("indexes while rows arrive, `mode: append`", rows, *(
        ours(name, *statements, mode="append", primary_key=[]) for name, statements in (
            ("none", (create_table(),)), ("two", (create_table(), *indexes)))))
    yield _effect("the target's key, built after the rows, `mode: replace`", rows,
                  ours("`primary_key: []`", primary_key=[]), ours("`primary_key: [id]`", primary_key=["id"]))
    yield _effect("`unlogged`, `mode: replace`", rows,
                  ours("false", unlogged=False, primary_key=[]), ours("true", unlogged=True, primary_key=[]))


def _from_afar(bench: Bench) -> Iterator[Scenario]:
    rows = min(AFAR, bench.inputs.make_postgres())

    source = from_afar.source(bench)

    def ours(name: str, slots: int, batch: int) -> Contender:
        return bench.ours(
            name, rows, source, table="public.lineitem", chunk_rows=rows // 16, slots=slots, batch_rows=batch,
            where=f"id <= {rows}")

    yield _effect("`batch_rows`, psqlODBC, source 50 ms away", rows,
                  *(ours(f"{batch:,}", 2, batch) for batch in (100, 500, 2_500)))
    yield _effect("`threads`, psqlODBC, source 50 ms away", rows,
                  *(ours(str(slots), slots, 500) for slots in (2, 8, 16)))


def _from_snowflake(bench: Bench) -> Iterator[Scenario]:
    driver = bench.tools.adbc_library("snowflake")
    if driver is None or not bench.tools.emulator_python.exists():
        return
    rows = bench.inputs.make_snowflake()
    port = from_snowflake.serve(bench)

    def ours(name: str, wait: float = 0, **settings) -> Contender:
        contender = bench.ours(
            name, rows, from_snowflake.source(driver, port, **settings), table=from_snowflake.TABLE,
            chunk_rows=rows // 2, chunk=from_snowflake.CHUNK)
        return from_snowflake.waiting(contender, port, wait)

    yield _effect("`narrow_integers`, `type: snowflake`", rows,
                  ours("true", narrow_integers=True), ours("false", narrow_integers=False))
    yield _effect("its driver's `prefetch_concurrency`, each part 250 ms late", rows, *(
        ours(count, from_snowflake.WAIT, options={
            "adbc.snowflake.rpc.prefetch_concurrency": count, "adbc.rpc.result_queue_size": count})
        for count in ("1", "2", "8")))


SUBJECTS: dict[str, Callable[[Bench], Iterator[Scenario]]] = {
    "sqlite": _from_sqlite, "postgres": _from_postgres, "tables": _into_tables, "afar": _from_afar,
    "snowflake": _from_snowflake,
}
