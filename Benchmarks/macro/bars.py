"""The bars: requirements on medians, computed from a scenario's `median(contender, attribute)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Attribute = Literal["wall", "copying", "cpu", "memory", "busy"]
Median = Callable[[str, Attribute], float]
"""The median of a contender's results; raises KeyError if it didn't run."""


class Bar(Protocol):
    text: str
    ours: str
    """The Snowmelt contender that must meet the bar."""

    def value(self, median: Median) -> float: ...

    def is_met(self, value: float) -> bool: ...

    def shown(self, value: float) -> str: ...


@dataclass(frozen=True)
class Ratio:
    """An upper limit for our value divided by another contender's."""

    text: str
    ours: str
    other: str
    attribute: Attribute
    most: float
    beside: str | None = None
    """A contender whose value is part of both; it is subtracted from both."""

    def value(self, median: Median) -> float:
        common = median(self.beside, self.attribute) if self.beside else 0
        return (median(self.ours, self.attribute) - common) / (median(self.other, self.attribute) - common)

    def is_met(self, value: float) -> bool:
        return value <= self.most

    def shown(self, value: float) -> str:
        return f"{value:.2f}"


@dataclass(frozen=True)
class MoreMemory:
    """An upper limit for our memory in excess of another contender's, in MB."""

    text: str
    ours: str
    other: str
    most: float

    def value(self, median: Median) -> float:
        return median(self.ours, "memory") - median(self.other, "memory")

    def is_met(self, value: float) -> bool:
        return value <= self.most

    def shown(self, value: float) -> str:
        return f"{value:.0f} MB"


@dataclass(frozen=True)
class Scaling:
    """A lower limit for the speed of many slots, as a fraction of that many times the speed of one slot."""

    text: str
    ours: str
    one: str
    times: int
    least: float

    def value(self, median: Median) -> float:
        return median(self.one, "copying") / (self.times * median(self.ours, "copying"))

    def is_met(self, value: float) -> bool:
        return value >= self.least

    def shown(self, value: float) -> str:
        return f"{value:.2f}"


@dataclass(frozen=True)
class Seconds:
    """An upper limit for our time in seconds; shown in milliseconds."""

    text: str
    ours: str
    most: float

    def value(self, median: Median) -> float:
        return median(self.ours, "copying")

    def is_met(self, value: float) -> bool:
        return value <= self.most

    def shown(self, value: float) -> str:
        return f"{value * 1000:.0f} ms"
