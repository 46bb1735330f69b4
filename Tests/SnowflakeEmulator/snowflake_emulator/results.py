"""Results: the first rows are in the answer, the rest in parts behind URLs."""

import threading
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from . import wire
from .statements import Statement


@dataclass
class Result:
    """The result of a statement, and the session that ran it."""

    statement: Statement
    session: int
    columns: list[wire.Column]
    table: pa.Table
    first_rows: int
    part_rows: int
    #: Numbers of the parts that were sent completely, from 1.
    served: set[int] = field(default_factory=set)

    def inline(self) -> str:
        """The first rows as an Arrow stream in base64; empty if there are none."""
        if self.table.num_rows == 0:
            return ""
        return b64encode(b"".join(self._messages(0, self.first_rows))).decode()

    def sizes(self) -> list[int]:
        """The number of rows in each part."""
        rest = max(0, self.table.num_rows - self.first_rows)
        whole, left = divmod(rest, self.part_rows)
        return [self.part_rows] * whole + ([left] if left else [])

    def part(self, number: int) -> list[bytes]:
        """The messages of part `number`, from 1: an Arrow stream, from its schema to its end marker."""
        return self._messages(self.first_rows + (number - 1) * self.part_rows, self.part_rows)

    def _messages(self, offset: int, rows: int) -> list[bytes]:
        encoded = wire.encode(self.table.slice(offset, rows), self.columns)
        return [data for _, data in wire.messages(encoded)]


class Results:
    """The results whose parts may still be requested.

    To limit memory, a result is dropped when all its parts were sent, when its session has executed two more
    statements, or when its session ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: dict[str, Result] = {}

    def answer(self, result: Result, base: str) -> dict[str, Any]:
        """Returns the members of an answer that contain the result, and keeps the remaining parts.

        base: the emulator's own URL.
        """
        sizes = result.sizes()
        data: dict[str, Any] = {"queryResultFormat": "arrow", "rowsetBase64": result.inline()}
        if sizes:
            id = result.statement.id
            bytes_per_row = result.table.nbytes / result.table.num_rows
            data["chunks"] = [
                {
                    "url": f"{base}/parts/{id}/{number}", "rowCount": rows,
                    "uncompressedSize": int(rows * bytes_per_row), "compressedSize": int(rows * bytes_per_row),
                }
                for number, rows in enumerate(sizes, start=1)
            ]
            data["chunkHeaders"] = {"x-emulator": "part"}
            result.statement.parts = sizes
            with self._lock:
                earlier = [i for i, r in self._results.items() if r.session == result.session]
                for old in earlier[:-1]:
                    del self._results[old]
                self._results[id] = result
        return data

    def find(self, id: str) -> Result | None:
        """The result of a statement."""
        with self._lock:
            return self._results.get(id)

    def hand_over(self, result: Result, number: int) -> None:
        """Records that a part was sent completely."""
        with self._lock:
            result.served.add(number)
            if len(result.served) == len(result.statement.parts):
                self._results.pop(result.statement.id, None)

    def drop(self, session: int) -> None:
        """Drops a session's results."""
        with self._lock:
            for id in [i for i, r in self._results.items() if r.session == session]:
                del self._results[id]

    def count(self) -> int:
        """The number of results held."""
        with self._lock:
            return len(self._results)
