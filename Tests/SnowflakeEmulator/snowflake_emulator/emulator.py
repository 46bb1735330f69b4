"""The emulator: the state shared by the wire protocol and the control endpoints."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import duckdb
import snowflake.connector.errors
from fakesnow import statement_type
from fakesnow.dialect import parse, parse_one
from sqlglot import exp

from .cursor import Cursor
from .database import open_databases
from .faults import Faults
from .options import Options
from .results import Result, Results
from .sessions import Gate, Session, Sessions
from .statements import Statement, Statements
from .versions import Versions


class StatementError(Exception):
    """A failed statement, with Snowflake's code, SQLSTATE and message."""

    def __init__(self, code: str, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.sqlstate = sqlstate
        self.message = message


class Emulator:
    """All of the emulator's state."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.faults = Faults()
        self.statements = Statements()
        self.results = Results()
        self.versions = Versions()
        self._instance, self._catalogue = open_databases(options.databases, options.duckdb_scripts)
        self.sessions = Sessions(
            self._instance, Gate(options.password, options.token, options.public_key), options.timezone)
        self._lock = threading.Lock()
        #: The running statements, by the client's request id.
        self._running: dict[str, tuple[Session, threading.Event]] = {}
        for script in options.scripts:
            self.run_script(script.read_text(), "D1", "PUBLIC")

    def record(self, session: Session, sql: str, tag: str) -> Statement:
        """Records a statement that has arrived."""
        statement = Statement(str(uuid.uuid4()), sql, tag or session.settings.get("QUERY_TAG", ""), session.id,
                              session.user, datetime.now(UTC).isoformat())
        self.statements.add(statement)
        return statement

    @contextmanager
    def running(self, request: str, session: Session) -> Iterator[threading.Event]:
        """Makes a running request abortable: an abort sets the event and interrupts DuckDB."""
        aborted = threading.Event()
        with self._lock:
            self._running[request] = session, aborted
        try:
            yield aborted
        finally:
            with self._lock:
                self._running.pop(request, None)

    def abort(self, request: str | None) -> bool:
        """Stops a request, or all if None; returns whether any was running."""
        with self._lock:
            found = [self._running[r] for r in self._running if request in (None, r)]
        for session, aborted in found:
            aborted.set()
            session.connection._duck_conn.interrupt()
        return bool(found)

    def execute(self, session: Session, statement: Statement, aborted: threading.Event) -> dict[str, Any]:
        """Runs a statement; returns the answer's `data`, except for what the wire protocol adds.

        Raises StatementError; its code is 009999 if the emulator doesn't support the statement.
        """
        began = monotonic()
        try:
            with session.lock:
                if aborted.is_set():
                    raise duckdb.InterruptException()
                return self._execute(session, statement)
        except StatementError as error:
            statement.error = error.code
            raise
        except Exception as error:
            failure = _failure(error)
            statement.error = failure.code
            raise failure from error
        finally:
            # fakesnow would keep all results for RESULT_SCAN.
            self._instance.results_cache.clear()
            statement.seconds = round(monotonic() - began, 6)

    def _execute(self, session: Session, statement: Statement) -> dict[str, Any]:
        connection = session.connection
        cursor = Cursor(connection, self._catalogue, self.versions, self.statements, statement, session.settings,
                        session.open_versions)
        type_id = statement_type.statement_type_id(parse_one(statement.sql))
        cursor.execute(statement.sql, server=True)
        table = cursor._arrow_table
        columns = cursor.columns()
        statement.rows = table.num_rows
        data: dict[str, Any] = {
            "parameters": [{"name": "TIMEZONE", "value": session.settings["TIMEZONE"]}],
            "rowtype": [column.row_type() for column in columns],
            "total": table.num_rows,
            "returned": table.num_rows,
            "queryId": statement.id,
            "statementTypeId": type_id,
            "finalDatabaseName": connection.database,
            "finalSchemaName": connection.schema,
        }
        if type_id == statement_type.SELECT:
            data["result"] = Result(statement, session.id, columns, table, self.options.first_rows,
                                    self.options.part_rows)
            session.settings["LAST_QUERY"] = statement.id
        else:
            # Snowflake does this for everything except queries.
            columns = [replace(c, kind="timestamp_ltz") if c.kind == "timestamp_tz" else c for c in columns]
            data["rowtype"] = [column.row_type() for column in columns]
            data |= {"queryResultFormat": "json", "rowset": _texts(table)}
        return data

    def run_script(self, sql: str, database: str, schema: str) -> list[list[str | None]]:
        """Runs statements in Snowflake's SQL in their own session; returns the rows of the last one.

        Raises StatementError.
        """
        session = self.sessions.open("script", database, schema, {})
        rows: list[list[str | None]] = []
        try:
            for expression in _parse(sql):
                statement = self.record(session, expression.sql("snowflake"), "")
                data = self.execute(session, statement, threading.Event())
                rows = _texts(data["result"].table) if "result" in data else data["rowset"]
        finally:
            self.sessions.close(session)
        return rows

    def run_duckdb(self, sql: str, database: str, schema: str) -> list[list[str | None]]:
        """Runs statements in DuckDB's SQL; returns the rows of the last one. Keeps no versions.

        Raises StatementError.
        """
        session = self.sessions.open("script", database, schema, {})
        try:
            result = session.connection._duck_conn.execute(sql)
            return [[None if v is None else str(v) for v in row] for row in result.fetchall()]
        except duckdb.Error as error:
            raise StatementError("009999", "0A000", str(error)) from error
        finally:
            self.sessions.close(session)

    def stop(self) -> None:
        """Stops all running statements."""
        self.abort(None)
        for session in self.sessions.all():
            session.connection._duck_conn.interrupt()

    def close(self) -> None:
        """Closes the databases; DuckDB files are complete afterwards."""
        self._instance.duck_conn.close()


def _parse(sql: str) -> list[exp.Expression]:
    try:
        return [e for e in parse(sql) if e is not None and not isinstance(e, exp.Semicolon)]
    except snowflake.connector.errors.Error as error:
        raise _failure(error) from error


def _texts(table: Any) -> list[list[str | None]]:
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return [[None if value is None else _text(value) for value in row] for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.timestamp():.9f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _failure(error: Exception) -> StatementError:
    if isinstance(error, duckdb.InterruptException) or isinstance(error.__cause__, duckdb.InterruptException):
        return StatementError("000604", "57014", "SQL execution canceled")
    if isinstance(error, snowflake.connector.errors.Error) and error.errno:
        message = error.raw_msg or str(error)
        if error.errno == 2043 and "Referenced column" in message:
            return StatementError("000904", "42000", f"SQL compilation error: invalid identifier. {message}")
        return StatementError(f"{error.errno:06d}", error.sqlstate or "42000", message)
    return StatementError("009999", "0A000", f"the emulator can't do this: {type(error).__name__}: {error}")
