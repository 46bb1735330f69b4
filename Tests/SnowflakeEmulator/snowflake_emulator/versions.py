"""Time travel: earlier versions of the tables that a test changes."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from .catalogue import TableName


@dataclass
class Version:
    """The contents of a table before a change."""

    #: The table in the schema _fs_global._emulator that contains it.
    name: str
    #: The last instant at which it was valid; None until the change is committed.
    until: datetime | None


class Versions:
    """The versions of the kept tables; other tables have only the current one.

    Before a statement changes a kept table, the table is copied.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: dict[TableName, list[Version]] = {}
        self._made = 0

    def keep(self, table: TableName) -> None:
        """Keeps the table's versions from now on."""
        with self._lock:
            self._versions.setdefault(table, [])

    def before_change(
        self, connection: duckdb.DuckDBPyConnection, table: TableName, in_transaction: bool
    ) -> Version | None:
        """Copies the table's committed rows if its versions are kept.

        Returns the version if its end is still open, because the change is part of a transaction.
        """
        with self._lock:
            versions = self._versions.get(table)
            if versions is None:
                return None
            self._made += 1
            version = Version(f"version_{self._made}", None)
            source = ".".join(quoted(part) for part in table)
            connection.execute(f"CREATE TABLE _fs_global._emulator.{version.name} AS SELECT * FROM {source}")
            if not in_transaction:
                version.until = datetime.now(UTC)
            versions.append(version)
            return version if in_transaction else None

    def committed(self, open_versions: list[Version]) -> None:
        """Sets the end of the versions of a transaction that is committed."""
        for version in open_versions:
            version.until = datetime.now(UTC)

    def rolled_back(self, open_versions: list[Version]) -> None:
        """Drops the versions of a transaction that is rolled back."""
        with self._lock:
            for versions in self._versions.values():
                versions[:] = [v for v in versions if v not in open_versions]

    def at(self, table: TableName, instant: datetime) -> tuple[int, Version] | None:
        """The version that was valid at an instant, and its number from 1; None for the current one."""
        with self._lock:
            for number, version in enumerate(self._versions.get(table, []), start=1):
                if version.until is not None and instant <= version.until:
                    return number, version
        return None

    def list(self) -> list[dict]:
        """The tables with kept versions, and the end of each version's validity."""
        with self._lock:
            return [
                {
                    "table": ".".join(table),
                    "versions": [v.until.isoformat() if v.until else None for v in versions],
                }
                for table, versions in self._versions.items()
            ]


def quoted(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
