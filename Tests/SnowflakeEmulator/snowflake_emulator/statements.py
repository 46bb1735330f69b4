"""The record of the statements that were executed, for tests to assert on."""

import threading
from collections import deque
from dataclasses import asdict, dataclass, field

from .faults import like


@dataclass
class HistoricalRead:
    """One AT or BEFORE clause."""

    table: str
    #: AT or BEFORE.
    clause: str
    #: TIMESTAMP, OFFSET or STATEMENT.
    kind: str
    #: As it stood in the statement.
    expression: str
    #: The instant that it means, ISO 8601 in UTC.
    instant: str
    #: Which version was read: its number from 1, or "current".
    version: int | str


@dataclass
class Statement:
    """One statement, in the order of arrival."""

    id: str
    sql: str
    tag: str
    session: int
    user: str
    #: ISO 8601 in UTC.
    started: str
    seconds: float | None = None
    #: Of the result; None while it runs or when it failed.
    rows: int | None = None
    #: Snowflake's code when it failed.
    error: str | None = None
    history: list[HistoricalRead] = field(default_factory=list)
    #: Rows of each part behind a URL; the answer's own rows aren't a part.
    parts: list[int] = field(default_factory=list)
    #: The numbers of the parts as they were fetched, from 1, whole or not.
    fetched: list[int] = field(default_factory=list)
    #: The faults that struck, in order.
    faults: list[str] = field(default_factory=list)


class Statements:
    """The latest statements; older ones are forgotten, so that memory doesn't grow."""

    def __init__(self, kept: int = 20_000) -> None:
        self._lock = threading.Lock()
        self._statements: deque[Statement] = deque(maxlen=kept)

    def add(self, statement: Statement) -> None:
        """Records it; it is filled in while it runs."""
        with self._lock:
            self._statements.append(statement)

    def clear(self) -> None:
        """Forgets all of them."""
        with self._lock:
            self._statements.clear()

    def started(self, id: str) -> str | None:
        """When the statement with this id started."""
        with self._lock:
            return next((s.started for s in self._statements if s.id == id), None)

    def list(self, sql: str = "%", tag: str = "%") -> list[dict]:
        """Those whose text and tag are LIKE these, oldest first."""
        with self._lock:
            return [asdict(s) for s in self._statements if like(sql, s.sql) and like(tag, s.tag)]
