"""What is asked of medians: a bar takes a scenario's `median(contender, attribute)` and says what it makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Attribute = Literal["wall", "copying", "cpu", "memory", "busy"]
Median = Callable[[str, Attribute], float]
"""Of a contender's results; KeyError where it didn't run."""


class Bar(Protocol):
    text: str
    ours: str
    """Whose bar it is: a contender of ours."""

    def value(self, median: Median) -> float: ...

    def is_met(self, value: float) -> bool: ...

    def shown(self, value: float) -> str: ...


@dataclass(frozen=True)
class Ratio:
    """Ours divided by another's, which mustn't be exceeded."""

    text: str
    ours: str
    other: str
    attribute: Attribute
    most: float
    beside: str | None = None
    """What both contain and neither can do without: taken off both."""

    def value(self, median: Median) -> float:
        common = median(self.beside, self.attribute) if self.beside else 0
        return (median(self.ours, self.attribute) - common) / (median(self.other, self.attribute) - common)

    def is_met(self, value: float) -> bool:
        return value <= self.most

    def shown(self, value: float) -> str:
        return f"{value:.2f}"


@dataclass(frozen=True)
class MoreMemory:
    """What ours takes beyond another's, in MB."""

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
    """The speed of many slots as a part of what as many times the speed of one would be."""

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
    """Ours alone, in seconds; shown in milliseconds."""

    text: str
    ours: str
    most: float

    def value(self, median: Median) -> float:
        return median(self.ours, "copying")

    def is_met(self, value: float) -> bool:
        return value <= self.most

    def shown(self, value: float) -> str:
        return f"{value * 1000:.0f} ms"
