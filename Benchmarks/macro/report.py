"""The results as Markdown: a section of docs/benchmarks.md between two marks."""

import json
import os
import platform
import re
from datetime import date
from pathlib import Path

from bars import Bar
from scenario import Contender, Scenario
from settings import Settings


def markdown(scenarios: list[Scenario], encoder: list[dict], settings: Settings, versions: str) -> str:
    parts = [
        f"Measured on {date.today():%-d %B %Y}, {processors()}, {versions}; TPC-H scale {settings.scale:g}, "
        f"{settings.slots} slots or streams, medians of {settings.rounds} rounds.",
        "![Seconds to copy, by program](benchmarks.svg)",
    ]
    parts += [_section(scenario) for scenario in scenarios]
    if encoder:
        parts.append(_encoder(encoder))
    return "\n\n".join(parts)


def processors() -> str:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores of {model.group(1) if model else platform.machine()}"


def _section(scenario: Scenario) -> str:
    columns = ["all in, s", "copying, s", "rows/s copied", "its CPU, s", "cores busy", "peak memory, MB"]
    if scenario.subject:
        columns = [f"{scenario.subject}, s", "its CPU, s"]
    lines = [f"### {scenario.title}", "", f"| | {' | '.join(columns)} |", "|---" + "|---:" * len(columns) + "|"]
    lines += [_row(contender, scenario) for contender in scenario.contenders if contender.results]
    measured = [(bar, value) for bar in scenario.bars if (value := scenario.value(bar)) is not None]
    if measured:
        lines += ["", "| bar | whose | measured | |", "|---|---|---:|---|"]
        lines += [_bar(bar, value) for bar, value in measured]
    lines += [line for note in scenario.notes for line in ("", note)]
    return "\n".join(lines)


def _row(contender: Contender, scenario: Scenario) -> str:
    name = {"ours": f"**{contender.name}**", "limit": f"*{contender.name}*"}.get(contender.kind, contender.name)
    wall, copying, cpu = (contender.median(attribute) for attribute in ("wall", "copying", "cpu"))
    if scenario.subject:
        cells = [name, seconds(wall), seconds(cpu)]
    else:
        memory = f"{contender.median('memory'):.0f}"
        busy = f"{contender.median('busy'):.0%}"
        cells = [name, seconds(wall), seconds(copying), f"{scenario.rows / copying:,.0f}", seconds(cpu), busy, memory]
    return f"| {' | '.join(cells)} |"


def seconds(value: float) -> str:
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _bar(bar: Bar, value: float) -> str:
    return f"| {bar.text} | {bar.ours} | {bar.shown(value)} | {'met' if bar.is_met(value) else '**missed**'} |"


def _encoder(encoder: list[dict]) -> str:
    lines = [
        "### The encoder on one core", "",
        "| rows | from | million rows/s | ns/row | bytes/row |", "|---|---|---:|---:|---:|",
    ]
    lines += [
        f"| {entry['subject']} | {entry['layout']} | {entry['rowsPerSecond'] / 1e6:.1f} "
        f"| {entry['nanosecondsPerRow']:.1f} | {entry['bytesPerRow']:.0f} |" for entry in encoder
    ]
    return "\n".join(lines)


def as_json(scenarios: list[Scenario], encoder: list[dict]) -> str:
    return json.dumps(
        {
            "scenarios": [
                {
                    "scenario": scenario.key, "rows": scenario.rows,
                    "contenders": [
                        {
                            "name": contender.name, "kind": contender.kind,
                            "results": [
                                {name: getattr(result, name) for name in ("wall", "copying", "cpu", "busy", "memory")}
                                for result in contender.results
                            ],
                        } for contender in scenario.contenders
                    ],
                    "bars": [
                        {"bar": bar.text, "whose": bar.ours, "measured": value, "met": bar.is_met(value)}
                        for bar in scenario.bars if (value := scenario.value(bar)) is not None
                    ],
                } for scenario in scenarios
            ],
            "encoder": encoder,
        }, indent=1)


def replace_section(file: Path, target: str, text: str) -> None:
    """Puts the text between the marks of a make target."""
    begin, end = f"<!-- make {target}: begin -->", f"<!-- make {target}: end -->"
    before, first, rest = file.read_text(encoding="utf-8").partition(begin)
    _, second, after = rest.partition(end)
    if not first or not second:
        raise SystemExit(f"{file} lacks the marks {begin} and {end}")
    file.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
