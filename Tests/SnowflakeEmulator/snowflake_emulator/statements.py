"""Records executed statements, for assertions in tests."""

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
    #: The expression as written in the statement.
    expression: str
    #: Its value, in ISO 8601 and UTC.
    instant: str
    #: The version that was read: its number from 1, or "current".
    version: int | str


@dataclass
class Statement:
    """One statement."""

    id: str
    sql: str
    tag: str
    session: int
    user: str
    #: In ISO 8601 and UTC.
    started: str
    seconds: float | None = None
    #: Number of rows in the result; None while it runs or if it failed.
    rows: int | None = None
    #: Snowflake's code if it failed.
    error: str | None = None
    history: list[HistoricalRead] = field(default_factory=list)
    #: Number of rows in each part behind a URL; the rows in the answer itself aren't a part.
    parts: list[int] = field(default_factory=list)
    #: Numbers of the fetched parts, from 1, in order, complete or not.
    fetched: list[int] = field(default_factory=list)
    #: The faults that struck, in order.
    faults: list[str] = field(default_factory=list)


class Statements:
    """The most recent statements, in order of arrival; older ones are dropped to limit memory."""

    def __init__(self, kept: int = 20_000) -> None:
        self._lock = threading.Lock()
        self._statements: deque[Statement] = deque(maxlen=kept)

    def add(self, statement: Statement) -> None:
        """Adds a statement, which is completed while it runs."""
        with self._lock:
            self._statements.append(statement)

    def clear(self) -> None:
        """Forgets all statements."""
        with self._lock:
            self._statements.clear()

    def started(self, id: str) -> str | None:
        """The start time of the statement with this id."""
        with self._lock:
            return next((s.started for s in self._statements if s.id == id), None)

    def list(self, sql: str = "%", tag: str = "%") -> list[dict]:
        """The statements whose text and tag match these patterns, oldest first."""
        with self._lock:
            return [asdict(s) for s in self._statements if like(sql, s.sql) and like(tag, s.tag)]
