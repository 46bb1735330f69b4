"""The control endpoints, by which tests configure and query the emulator."""

import json
import resource
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .emulator import Emulator, StatementError
from .faults import Fault


class Control:
    """The endpoints below /emulator. An invalid request is answered with status 400 and the reason."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self.routes = [
            self._route("GET", "/emulator/state", self._state),
            self._route("GET", "/emulator/logins", self._logins),
            self._route("GET", "/emulator/statements", self._statements),
            self._route("DELETE", "/emulator/statements", self._forget_statements),
            self._route("GET", "/emulator/faults", self._faults),
            self._route("POST", "/emulator/faults", self._add_fault),
            self._route("DELETE", "/emulator/faults", self._clear_faults),
            self._route("GET", "/emulator/versions", self._versions),
            self._route("POST", "/emulator/versions", self._keep_versions),
            self._route("POST", "/emulator/sql", self._sql),
        ]

    def _route(self, method: str, path: str, answer: Callable[[Request], Awaitable[Any]]) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return JSONResponse(await answer(request))
            except StatementError as error:
                return JSONResponse({"code": error.code, "error": error.message}, status_code=400)
            except (ValueError, TypeError, KeyError) as error:
                return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=400)

        return Route(path, endpoint, methods=[method])

    async def _state(self, _: Request) -> Any:
        sessions = self._emulator.sessions.all()
        return {
            "sessions": [{"id": s.id, "user": s.user, "settings": s.settings} for s in sessions],
            "peak_sessions": self._emulator.sessions.peak,
            "results": self._emulator.results.count(),
            "peak_kibibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }

    async def _logins(self, _: Request) -> Any:
        return self._emulator.sessions.logins

    async def _statements(self, request: Request) -> Any:
        query = request.query_params
        return self._emulator.statements.list(query.get("sql", "%"), query.get("tag", "%"))

    async def _forget_statements(self, _: Request) -> Any:
        self._emulator.statements.clear()
        return {}

    async def _faults(self, _: Request) -> Any:
        return self._emulator.faults.list()

    async def _add_fault(self, request: Request) -> Any:
        return {"id": self._emulator.faults.add(Fault(**json.loads(await request.body())))}

    async def _clear_faults(self, _: Request) -> Any:
        self._emulator.faults.clear()
        return {}

    async def _versions(self, _: Request) -> Any:
        return self._emulator.versions.list()

    async def _keep_versions(self, request: Request) -> Any:
        name = json.loads(await request.body())["table"].split(".")
        if len(name) != 3:
            raise ValueError("table is DATABASE.SCHEMA.TABLE, as the names are stored")
        self._emulator.versions.keep((name[0], name[1], name[2]))
        return {}

    async def _sql(self, request: Request) -> Any:
        body = json.loads(await request.body())
        dialect = body.get("dialect", "snowflake")
        if dialect not in ("snowflake", "duckdb"):
            raise ValueError("dialect is snowflake or duckdb")
        run = self._emulator.run_script if dialect == "snowflake" else self._emulator.run_duckdb
        place = body.get("database", "D1"), body.get("schema", "PUBLIC")
        return {"rows": await run_in_threadpool(run, body["sql"], *place)}
