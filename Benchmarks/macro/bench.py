"""The parts that scenarios share: the server, the inputs, and running Snowmelt and the limits."""

import json
import select
import subprocess
from collections.abc import Callable
from pathlib import Path

from cluster import Cluster
from inputs import NAMES, Inputs, create_table
from processes import Failed, Usage, measure
from scenario import Contender
from settings import Settings
from tools import Tools

TARGET = "target"


class Bench:
    def __init__(self, folder: Path):
        self.settings = Settings()
        self.folder = folder
        self.tools = Tools(folder)
        self.cluster = Cluster(folder)
        self.inputs = Inputs(folder, self.settings, self.tools, self.cluster)
        self.config = folder / "snowmelt.yaml"
        self._selects: dict[str, str] = {}
        self._servers: list[subprocess.Popen] = []

    def empty_target(self, *statements: str) -> None:
        self.cluster.recreate(TARGET, *statements)

    def empty_table(self) -> None:
        self.empty_target(create_table())

    def expect(self, rows: int) -> None:
        count = int(self.cluster.query(TARGET, "SELECT count(*) FROM lineitem"))
        if count != rows:
            raise Failed(f"{count} rows arrived instead of {rows}")

    def configure(self, source: dict, *, table: str, defaults: dict, chunk: dict | None = None,
                  session: dict[str, str] | None = None, **entry) -> Path:
        """Writes a configuration that copies one table to `public.lineitem`, by default cut by its id.

        Further arguments are settings of the table.
        """
        entry |= {"source": table, "target": "public.lineitem", "chunk": chunk or {"column": "id"}}
        target = {"url": self.cluster.url(TARGET), "session": session or {}}
        # JSON is valid YAML.
        document = {"source": source, "target": target, "defaults": defaults, "tables": [entry]}
        self.config.write_text(json.dumps(document))
        return self.config

    def serve(self, command: list, folder: Path | None = None) -> str:
        """Starts a server that prints a line when it is ready, and returns the line. It ends with the scenario."""
        server = subprocess.Popen(
            [str(word) for word in command], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._servers.append(server)
        ready, _, _ = select.select([server.stdout], [], [], 60)
        line = server.stdout.readline() if ready else ""
        if not line:
            raise SystemExit(f"{command[0]} didn't start")
        return line

    def end_servers(self) -> None:
        for server in self._servers:
            server.terminate()
            server.wait(timeout=30)
        self._servers.clear()

    def ours(self, name: str, rows: int, source: dict, *, chunk_rows: int, slots: int | None = None, workers: int = 1,
             environment: dict[str, str] | None = None, rounds: int | None = None, target: tuple[str, ...] = (),
             **configuration) -> Contender:
        """Snowmelt with one or more worker processes; it creates, publishes and counts the table.

        `target` has statements that create the table beforehand; further arguments are passed to `configure`.
        """
        defaults = {"threads": slots or self.settings.slots, "chunk_rows": chunk_rows}

        def run() -> Usage:
            config = self.configure(source, defaults=defaults, **configuration)
            usage = measure(
                [[self.tools.snowmelt, "run", "--workers", str(workers), "--progress", "none", "--config", config]],
                environment=environment)
            times = self.cluster.query(
                TARGET, "SELECT extract(epoch FROM min(started_at)), extract(epoch FROM max(completed_at)) "
                        "FROM migration_status.migration_chunk_status")
            return usage.with_copy(*map(float, times.split("|")))

        return Contender(
            name, "ours", run, prepare=lambda: self.empty_target(*target), check=lambda: self.expect(rows),
            rounds=rounds)

    def our_select(self, key: str) -> str:
        """Snowmelt's SELECT list, whose expressions let no value pass that the driver would change.

        It is read from the status tables of the previous run, and is the same in all runs of a scenario.
        """
        if self.cluster.query(TARGET, "SELECT to_regclass('migration_status.run_table') IS NOT NULL") == "t":
            self._selects[key] = self.cluster.query(
                TARGET, "SELECT spec ->> 'select' FROM migration_status.run_table LIMIT 1")
        return self._selects[key]

    def copy_files(self, name: str, rows: int, files: list[Path], unlogged: bool = False,
                   rounds: int | None = None) -> Contender:
        """The limit of the server: files that were encoded beforehand, one stream each."""
        def run() -> Usage:
            return measure(*(
                [self.cluster.psql(TARGET, "--command", f"\\copy lineitem FROM '{file}' (FORMAT binary)")]
                for file in files))

        return Contender(
            name, "limit", run, prepare=lambda: self.empty_target(create_table(unlogged=unlogged)),
            check=lambda: self.expect(rows), rounds=rounds)

    def fetch(
            self, name: str, rows: int, connection: str, threads: int, statements: Callable[[], list[str]]) -> Contender:
        """The limit of an ODBC driver: a C program that fetches the rows and discards them."""
        file = self.folder / "statements.sql"

        def run() -> Usage:
            usage = measure([[self.tools.fetch, connection, str(threads), "1000"]], standard_input=file)
            if int(usage.output) != rows:
                raise Failed(f"{name}: {usage.output} rows instead of {rows}")
            return usage

        return Contender(name, "limit", run, prepare=lambda: file.write_text("\n".join(statements()) + "\n"))

    def selects(self, rows: int, chunk_rows: int, select: str = NAMES) -> list[str]:
        """The statements that read all rows in chunks."""
        parts = self.inputs.ranges(max(1, round(rows / chunk_rows)), rows)
        return [f"SELECT {select} FROM lineitem WHERE {part}" for part in parts]

    def pipes(self, name: str, rows: int, count: int) -> Contender:
        """`psql` to `psql`, in COPY's binary format."""
        conditions = self.inputs.ranges(count, rows)

        def run() -> Usage:
            return measure(*(
                [
                    self.cluster.psql(
                        self.inputs.SOURCE, "--command",
                        f"COPY (SELECT {NAMES} FROM lineitem WHERE {condition}) TO STDOUT (FORMAT binary)"),
                    self.cluster.psql(TARGET, "--command", "COPY lineitem FROM STDIN (FORMAT binary)"),
                ] for condition in conditions))

        return Contender(name, "limit", run, prepare=self.empty_table, check=lambda: self.expect(rows))
