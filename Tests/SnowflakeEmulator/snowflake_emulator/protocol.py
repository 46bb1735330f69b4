"""The wire protocol between drivers and the service."""

import asyncio
import gzip
import json
import threading
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .connection import reset
from .emulator import Emulator, StatementError
from .faults import Fault
from .sessions import Refused, Session

_VERSION = "9.30.0"


class Protocol:
    """The endpoints that drivers use."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        #: Answers that a fault has withheld, by request id.
        self._lost: dict[str, dict[str, Any]] = {}
        self.routes = [
            Route("/session/v1/login-request", self._log_in, methods=["POST"]),
            Route("/session/token-request", self._renew, methods=["POST"]),
            Route("/session", self._session, methods=["POST"]),
            Route("/session/heartbeat", self._session, methods=["POST"]),
            Route("/queries/v1/query-request", self._query, methods=["POST"]),
            Route("/queries/v1/abort-request", self._abort, methods=["POST"]),
            Route("/parts/{id}/{number:int}", self._part, methods=["GET"]),
        ]

    async def _log_in(self, request: Request) -> Response:
        body = await _body(request)
        query = request.query_params
        if fault := self._emulator.faults.for_login():
            return _failed(fault.code, fault.message, fault.sqlstate)
        try:
            session = await run_in_threadpool(
                self._emulator.sessions.log_in, body["data"], query.get("databaseName"), query.get("schemaName"),
                query.get("warehouse"), query.get("roleName"))
        except Refused as refused:
            return _failed(refused.code, refused.message)
        for key, value in (("WAREHOUSE", query.get("warehouse")), ("ROLE", query.get("roleName"))):
            if value:
                session.settings[key] = value.upper()
        connection = session.connection
        return _succeeded({
            "token": session.token, "masterToken": session.master_token, "validityInSeconds": 3600,
            "masterValidityInSeconds": 14400, "sessionId": session.id, "serverVersion": _VERSION,
            "parameters": [
                {"name": "AUTOCOMMIT", "value": True},
                {"name": "TIMEZONE", "value": session.settings["TIMEZONE"]},
                {"name": "CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", "value": 3600},
                {"name": "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", "value": 0},
            ],
            "sessionInfo": {
                "databaseName": connection.database, "schemaName": connection.schema,
                "warehouseName": query.get("warehouse"), "roleName": query.get("roleName"),
            },
        })

    async def _renew(self, request: Request) -> Response:
        try:
            session = self._emulator.sessions.renew(_token(request))
        except Refused as refused:
            return _failed(refused.code, refused.message)
        return _succeeded({
            "sessionToken": session.token, "validityInSecondsST": 3600, "masterToken": session.master_token,
            "validityInSecondsMT": 14400, "sessionId": session.id,
        })

    async def _session(self, request: Request) -> Response:
        try:
            session = self._emulator.sessions.find(_token(request))
        except Refused as refused:
            return _failed(refused.code, refused.message)
        if request.query_params.get("delete"):
            self._emulator.results.drop(session.id)
            await run_in_threadpool(self._emulator.sessions.close, session)
        return _succeeded(None)

    async def _query(self, request: Request) -> Response:
        body = await _body(request)
        try:
            session = self._emulator.sessions.find(_token(request))
        except Refused as refused:
            return _failed(refused.code, refused.message)
        request_id = request.query_params.get("requestId", "")
        if lost := self._lost.pop(request_id, None):
            # The driver repeats a request with the same id, and the statement must not run twice.
            return _succeeded(lost)
        tag = str((body.get("parameters") or {}).get("QUERY_TAG") or "")
        statement = self._emulator.record(session, body["sqlText"], tag)
        fault = self._emulator.faults.for_statement(statement.sql, statement.tag)
        with self._emulator.running(request_id or statement.id, session) as aborted:
            if fault:
                statement.faults.append(fault.fault)
                struck = await self._strike(fault, request, session, aborted)
                if struck:
                    statement.error = statement.error or fault.fault
                    return struck
            try:
                data = await run_in_threadpool(self._emulator.execute, session, statement, aborted)
                result = data.pop("result", None)
                if result:
                    base = f"{request.url.scheme}://{request.url.netloc}"
                    data |= await run_in_threadpool(self._emulator.results.answer, result, base)
            except StatementError as error:
                return _failed(error.code, error.message, error.sqlstate, statement.id)
        if fault and fault.fault == "statement-lost":
            self._lost[request_id] = data
            reset(request)
        return _succeeded(data)

    async def _strike(
        self, fault: Fault, request: Request, session: Session, aborted: threading.Event
    ) -> Response | None:
        """Carries out the fault; returns the answer, or None if the statement is to run."""
        match fault.fault:
            case "statement-error":
                return _failed(fault.code, fault.message, fault.sqlstate)
            case "statement-500":
                return Response("a fault was asked for", status_code=500)
            case "statement-reset":
                reset(request)
                return Response()
            case "session-expired":
                self._emulator.sessions.expire(session)
                return _failed("390112", "Your session has expired. Please login again.")
            case "statement-slow":
                await run_in_threadpool(aborted.wait, fault.seconds)
        return None

    async def _abort(self, request: Request) -> Response:
        body = await _body(request)
        self._emulator.abort(body.get("requestId") or request.query_params.get("requestId") or "")
        return _succeeded(None)

    async def _part(self, request: Request) -> Response:
        number = request.path_params["number"]
        result = self._emulator.results.find(request.path_params["id"])
        if result is None or not 1 <= number <= len(result.statement.parts):
            return Response("<Error><Code>NoSuchKey</Code></Error>", status_code=404)
        statement = result.statement
        fault = self._emulator.faults.for_part(number, statement.sql, statement.tag)
        statement.fetched.append(number)
        messages = await run_in_threadpool(result.part, number)
        if fault is None:
            self._emulator.results.hand_over(result, number)
            return Response(b"".join(messages))
        statement.faults.append(f"{fault.fault} {number}")
        return await self._broken_part(fault, messages, request)

    async def _broken_part(self, fault: Fault, messages: list[bytes], request: Request) -> Response:
        whole = b"".join(messages)
        match fault.fault:
            case "cut-at-message":
                # The schema and half of the batches, without the end marker: a trusting reader takes this for the end.
                return Response(b"".join(messages[: 1 + (len(messages) - 2) // 2]))
            case "cut-in-half":
                return Response(whole[: len(whole) // 2])
            case "reset":
                return _Reset(whole, request)
            case "403":
                return Response("<Error><Code>AccessDenied</Code></Error>", status_code=403)
            case "500":
                return Response("a fault was asked for", status_code=500)
        await asyncio.sleep(fault.seconds)
        return Response(whole)


class _Reset(Response):
    """Half of the announced body, followed by an RST."""

    def __init__(self, content: bytes, request: Request) -> None:
        super().__init__(content)
        self._request = request

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        half = self.body[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        reset(self._request)


async def _body(request: Request) -> dict[str, Any]:
    body = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body) if body else {}


def _token(request: Request) -> str:
    """The token in `Snowflake Token="..."`."""
    return request.headers.get("Authorization", "").removeprefix("Snowflake Token=").strip('"')


def _succeeded(data: dict[str, Any] | None) -> Response:
    return JSONResponse({"data": data, "code": None, "message": None, "success": True})


def _failed(code: str, message: str, sqlstate: str = "08001", query: str | None = None) -> Response:
    data = {"errorCode": code, "sqlState": sqlstate, "queryId": query}
    return JSONResponse({"data": data, "code": code, "message": message, "success": False})
