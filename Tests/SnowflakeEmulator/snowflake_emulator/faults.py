"""Faults: what fails, where, and how often."""

import re
import threading
from dataclasses import asdict, dataclass, field

#: Faults that strike when a part of a result is fetched.
PART_FAULTS = {"cut-at-message", "cut-in-half", "reset", "403", "500", "slow"}
#: Faults that strike when a statement arrives.
STATEMENT_FAULTS = {
    "statement-error", "statement-500", "statement-reset", "statement-slow", "session-expired", "statement-lost",
}
#: Faults that strike when a driver logs in, which has neither statement nor tag.
LOGIN_FAULTS = {"login-refused"}


@dataclass
class Fault:
    """One fault, which is active until it has struck `times` times."""

    fault: str
    #: The part of a result, from 1; None means any.
    part: int | None = None
    #: How often it strikes; None means always.
    times: int | None = 1
    #: A pattern for the whole statement, as for SQL's LIKE, case-insensitive.
    statement_like: str = "%"
    #: The same for the query tag.
    tag_like: str = "%"
    #: The delay, which ends early with an abort or the end of the emulator.
    seconds: float = 3
    #: For statement-error and login-refused.
    code: str = "000603"
    sqlstate: str = "XX000"
    message: str = "A fault was asked for"
    id: int = 0
    struck: int = field(default=0)

    def __post_init__(self) -> None:
        known = PART_FAULTS | STATEMENT_FAULTS | LOGIN_FAULTS
        if self.fault not in known:
            raise ValueError(f"no fault {self.fault}; there are {sorted(known)}")

    def matches(self, sql: str, tag: str) -> bool:
        """Whether the fault applies to this statement and can still strike."""
        return (
            (self.times is None or self.struck < self.times)
            and like(self.statement_like, sql)
            and like(self.tag_like, tag)
        )


class Faults:
    """The added faults, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._made = 0

    def add(self, fault: Fault) -> int:
        """Adds a fault; returns its id."""
        with self._lock:
            self._made += 1
            fault.id = self._made
            self._faults.append(fault)
            return fault.id

    def clear(self) -> None:
        """Removes all faults."""
        with self._lock:
            self._faults.clear()

    def list(self) -> list[dict]:
        """All faults, with how often each has struck."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def for_statement(self, sql: str, tag: str) -> Fault | None:
        """The fault that strikes this statement now, which is counted."""
        return self._strike(STATEMENT_FAULTS, None, sql, tag)

    def for_login(self) -> Fault | None:
        """The fault that strikes this login now, which is counted."""
        return self._strike(LOGIN_FAULTS, None, "", "")

    def for_part(self, part: int, sql: str, tag: str) -> Fault | None:
        """The fault that strikes this part now, which is counted."""
        return self._strike(PART_FAULTS, part, sql, tag)

    def _strike(self, kinds: set[str], part: int | None, sql: str, tag: str) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.fault in kinds and fault.part in (None, part) and fault.matches(sql, tag):
                    fault.struck += 1
                    return fault
        return None


def like(pattern: str, text: str) -> bool:
    """SQL's LIKE, case-insensitive: % is any text, _ any character."""
    parts = (".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text, re.IGNORECASE | re.DOTALL) is not None
