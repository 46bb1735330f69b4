"""A private PostgreSQL server, on a socket and, for programs that don't support sockets, a loopback port."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from settings import as_server

USER = "bench"


class Cluster:
    """As durable as a production server; only memory and WAL are sized for the load."""

    CONFIGURATION = {
        "listen_addresses": "'127.0.0.1'",
        "shared_buffers": "512MB",
        "max_wal_size": "16GB",
        "checkpoint_timeout": "30min",
        "autovacuum": "off",
        "fsync": "on",
        "full_page_writes": "on",
    }

    def __init__(self, folder: Path):
        self.data = folder / "cluster"
        self.socket = folder / "socket"
        self.port = _free_port()
        self.log = self.data / "server.log"
        self.programs = max(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=Path("/usr/bin"))

    def start(self) -> None:
        """Starts a new cluster that replaces the last run's."""
        self.stop()
        for folder in (self.data, self.socket):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            if os.getuid() == 0:
                shutil.chown(folder, "postgres", "postgres")
        self._server("initdb", "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        settings = dict(self.CONFIGURATION, unix_socket_directories=f"'{self.socket}'", port=self.port)
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(text)
        self._server("pg_ctl", "--log", str(self.log), "--wait", "--silent", "start")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._server("pg_ctl", "--mode", "immediate", "--wait", "--silent", "stop", check=False)

    def _server(self, program: str, *arguments: str, check: bool = True) -> None:
        command = as_server(str(self.programs / program), "--pgdata", str(self.data), *arguments)
        result = subprocess.run(
            command, cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if check and result.returncode != 0:
            raise SystemExit(f"{program} failed: {result.stderr}")

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.socket}&port={self.port}"

    def psql(self, database: str, *arguments: str) -> list[str]:
        """A psql command with these arguments."""
        options = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", self.url(database)]
        return ["psql", *options, *arguments]

    def query(self, database: str, sql: str) -> str:
        command = self.psql(
            database, "--tuples-only", "--no-align", "--command", "SET client_min_messages = warning", "--command", sql)
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def recreate(self, database: str, *statements: str) -> None:
        """Creates an empty database, and writes all data of the last load to disk."""
        self.query("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.query("postgres", f"CREATE DATABASE {database}")
        for statement in statements:
            self.query(database, statement)
        self.query(database, "CHECKPOINT")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
