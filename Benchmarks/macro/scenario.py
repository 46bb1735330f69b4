"""A comparison: contenders that do the same work, and the bars that they must meet."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bars import Attribute, Bar
from processes import Usage

Kind = Literal["ours", "limit", "peer"]


@dataclass
class Contender:
    name: str
    kind: Kind
    run: Callable[[], Usage]
    prepare: Callable[[], None] = lambda: None
    """Creates a clean target; not measured."""
    check: Callable[[], None] = lambda: None
    """Raises an error unless all rows have arrived."""
    rounds: int | None = None
    """The number of rounds, if not the usual one: fewer for a contender that takes minutes, more for a fast one."""
    results: list[Usage] = field(default_factory=list)

    def median(self, attribute: Attribute) -> float:
        return statistics.median(getattr(result, attribute) for result in self.results)


@dataclass
class Scenario:
    key: str
    title: str
    rows: int
    contenders: list[Contender]
    bars: list[Bar]
    notes: list[str] = field(default_factory=list)
    """What was left out, and why; other facts that the reader needs."""
    subject: str | None = None
    """What was timed, if no rows are copied."""

    def contender(self, name: str) -> Contender | None:
        return next((contender for contender in self.contenders if contender.name == name and contender.results), None)

    def value(self, bar: Bar) -> float | None:
        """The bar's value; None if a contender that it needs didn't run."""
        try:
            return bar.value(self._median)
        except KeyError:
            return None

    def _median(self, name: str, attribute: Attribute) -> float:
        contender = self.contender(name)
        if contender is None:
            raise KeyError(name)
        return contender.median(attribute)

    def run(self, rounds: int, say: Callable[[str], None]) -> None:
        """Runs the contenders in turn: A B A B …"""
        for number in range(1, max((contender.rounds or rounds for contender in self.contenders), default=0) + 1):
            for contender in self.contenders:
                if number > (contender.rounds or rounds):
                    continue
                contender.prepare()
                usage = contender.run()
                contender.check()
                contender.results.append(usage)
                copy = f"  copy {usage.copying:7.2f} s" if usage.copied else ""
                say(f"{self.key} {number}  {contender.name:40} {usage.wall:7.2f} s  cpu {usage.cpu:7.2f} s  "
                    f"{usage.memory:6.0f} MB  busy {usage.busy:4.0%}{copy}")
