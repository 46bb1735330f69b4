"""Compares Snowmelt with other programs and with the limits of server and driver: `make bench`.

SCALE (TPC-H's scale, 1), ROUNDS (3), SLOTS (2) and ONLY ("encode sqlite postgres arrow snowflake afar start many")
select what is measured. Contenders that can't be installed are left out, with a note. Results go to docs/benchmarks.md
and docs/benchmarks.svg; with SCALE or ONLY set, only to the screen and to results.json in the work folder
(.build/bench, or BENCH_DIR).

With the argument `guard` it runs the short form for CI, which fails if the row path has become slower. With `effects`
it measures the effect of single settings, for docs/optimization.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import chart
import effects
import from_afar
import from_arrow
import from_many
import from_postgres
import from_snowflake
import from_sqlite
import from_start
import guard
import report
from bench import Bench
from scenario import Scenario
from settings import REPOSITORY, work_folder

# A new scenario needs a module with such a function, and a line here.
SCENARIOS: dict[str, Callable[[Bench], Scenario]] = {
    "sqlite": from_sqlite.scenario,
    "postgres": from_postgres.scenario,
    "arrow": from_arrow.scenario,
    "snowflake": from_snowflake.scenario,
    "afar": from_afar.scenario,
    "start": from_start.scenario,
    "many": from_many.scenario,
}


def say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    for name in [name for name in os.environ if name.startswith("SNOWMELT_")]:
        del os.environ[name]
    if sys.argv[1:] == ["effects"]:
        for name, value in effects.SETTINGS.items():
            os.environ.setdefault(name, value)
    folder = work_folder()
    bench = Bench(folder)
    if sys.argv[1:] == ["guard"]:
        bench.tools.prepare(packages=False)
        sys.exit(0 if guard.guard(bench) else 1)
    if sys.argv[1:] == ["effects"]:
        bench.tools.prepare()
        effects.effects(bench, say)
        return
    wanted = bench.settings.only or ("encode", *SCENARIOS)
    unknown = set(wanted) - {"encode", *SCENARIOS}
    if unknown:
        raise SystemExit(f"ONLY: no scenario {', '.join(sorted(unknown))}")
    bench.tools.prepare()
    encoder = _encode(bench) if "encode" in wanted else []
    scenarios = _run(bench, [key for key in SCENARIOS if key in wanted])
    (folder / "results.json").write_text(report.as_json(scenarios, encoder))
    text = report.markdown(scenarios, encoder, bench.settings, _versions())
    say("\n" + text)
    if bench.settings.scale == 1 and not bench.settings.only:
        report.replace_section(REPOSITORY / "docs" / "benchmarks.md", "bench", text)
        (REPOSITORY / "docs" / "benchmarks.svg").write_text(chart.svg(scenarios), encoding="utf-8")


def _encode(bench: Bench) -> list[dict]:
    command = [bench.tools.encode_bench]
    environment = {**os.environ, "FORMAT": "json"}
    result = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(result.stdout)


def _run(bench: Bench, keys: list[str]) -> list[Scenario]:
    scenarios: list[Scenario] = []
    if not keys:
        return scenarios
    bench.inputs.make_csv()
    bench.cluster.start()
    try:
        for key in keys:
            try:
                scenario = SCENARIOS[key](bench)
                for note in scenario.notes:
                    print(f"{key}: {note}", file=sys.stderr)
                scenario.run(bench.settings.rounds, say)
            finally:
                bench.end_servers()
            scenarios.append(scenario)
    finally:
        bench.cluster.stop()
    return scenarios


def _versions() -> str:
    server = subprocess.run(["psql", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return f"PostgreSQL {server.split()[2]}"


if __name__ == "__main__":
    main()
