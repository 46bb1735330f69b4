"""Starts an emulator for a check, with a driver to talk to it and its control endpoints."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_manager.dbapi as dbapi
import pyarrow as pa

_FOLDER = Path(__file__).parent.parent


class Emulated:
    """A running emulator."""

    def __init__(self, driver: str, arguments: list[str]) -> None:
        command = [sys.executable, "-B", "-m", "snowflake_emulator", "--parent", str(os.getpid()), *arguments]
        self._driver = driver
        self.process = subprocess.Popen(command, cwd=_FOLDER, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]

    @contextmanager
    def connect(self, **options: str) -> Iterator[dbapi.Connection]:
        """A connection with Snowmelt's settings: microseconds, and no long retries."""
        values = {
            "username": "loader", "password": "any", "adbc.snowflake.sql.account": "emulator",
            "adbc.snowflake.sql.uri.host": "127.0.0.1", "adbc.snowflake.sql.uri.port": str(self.port),
            "adbc.snowflake.sql.uri.protocol": "http", "adbc.snowflake.sql.db": "D1",
            "adbc.snowflake.sql.schema": "PUBLIC", "adbc.snowflake.sql.warehouse": "LOADING",
            "adbc.snowflake.sql.client_option.max_timestamp_precision": "microseconds",
            "adbc.snowflake.sql.client_option.request_timeout": "20s",
        } | {f"adbc.snowflake.sql.{key}" if key not in ("username", "password") else key: value
             for key, value in options.items()}
        connection = dbapi.connect(driver=self._driver, entrypoint="AdbcDriverSnowflakeInit", db_kwargs=values,
                                   autocommit=True)
        try:
            yield connection
        finally:
            connection.close()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, **query: str) -> Any:
        """Calls /emulator/<path>."""
        url = f"http://127.0.0.1:{self.port}/emulator/{path}?{urllib.parse.urlencode(query)}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from error

    def fault(self, fault: str, **values: Any) -> None:
        """Adds a fault and removes all others."""
        self.call("DELETE", "faults")
        self.call("POST", "faults", {"fault": fault, **values})

    def sql(self, sql: str, dialect: str = "snowflake") -> list[list[str | None]]:
        """Runs SQL without the driver."""
        return self.call("POST", "sql", {"sql": sql, "dialect": dialect})["rows"]


@contextmanager
def emulated(driver: str, *arguments: str, script: str = "") -> Iterator[Emulated]:
    """An emulator with the given arguments, which first runs the script."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "script.sql")
        path.write_text(script)
        emulator = Emulated(driver, [*arguments, "--script", str(path)])
        try:
            yield emulator
        finally:
            emulator.process.terminate()
            code = emulator.process.wait(timeout=60)
            assert code == 0, f"the emulator ended with {code}"


def rows(connection: dbapi.Connection, sql: str, **options: str) -> list[dict[str, Any]]:
    """Runs a statement; returns its rows."""
    return table(connection, sql, **options).to_pylist()


def table(connection: dbapi.Connection, sql: str, **options: str) -> pa.Table:
    """Runs a statement; returns its result."""
    with connection.cursor() as cursor:
        if options:
            cursor.adbc_statement.set_options(**{f"adbc.snowflake.statement.{k}": v for k, v in options.items()})
        cursor.execute(sql)
        return cursor.fetch_arrow_table()


def error_of(connection: dbapi.Connection, sql: str) -> tuple[int | None, str]:
    """Runs a statement that fails; returns the vendor code and text of its error."""
    try:
        table(connection, sql)
    except dbapi.Error as error:
        return error.vendor_code, str(error)
    raise AssertionError(f"no error: {sql}")


def equal(found: Any, expected: Any) -> None:
    """Fails unless both are equal; the message shows both."""
    assert found == expected, f"found {found!r}, expected {expected!r}"
