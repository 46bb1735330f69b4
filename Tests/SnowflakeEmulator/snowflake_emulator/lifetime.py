"""How the process starts, reports that it is ready, and ends."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.applications import Starlette

from .connection import BreakableConnection


class _Server(uvicorn.Server):
    """uvicorn without its signal handling, which would raise the signal again after an orderly shutdown."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(port: int) -> socket.socket:
    """Opens a listening socket on 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    # Its connections inherit this. Otherwise an answer, which takes two writes, would wait 40 ms between them.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(app: Starlette, listener: socket.socket, parent: int | None, stop: Callable[[], None]) -> None:
    """Serves until SIGTERM, SIGINT or the end of the parent.

    Prints one line of JSON, {"port": ..., "pid": ...}, when it is ready to answer requests.

    stop: called when the shutdown begins, to stop running statements.
    """
    asyncio.run(_serve(app, listener, parent, stop))


async def _serve(app: Starlette, listener: socket.socket, parent: int | None, stop: Callable[[], None]) -> None:
    config = uvicorn.Config(
        app, http=BreakableConnection, lifespan="off", ws="none", access_log=False, log_level="critical",
        timeout_graceful_shutdown=1, timeout_keep_alive=300,
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()

    def end() -> None:
        if not server.should_exit:
            server.should_exit = True
            stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    if parent is not None:
        _watch(parent, loop, end)
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    print(json.dumps({"port": listener.getsockname()[1], "pid": os.getpid()}), flush=True)
    await serving


def _watch(parent: int, loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    """Calls `end` when the parent ends, or immediately if it has already ended."""
    try:
        descriptor = os.pidfd_open(parent)
    except ProcessLookupError:
        end()
        return

    def ended() -> None:
        loop.remove_reader(descriptor)
        end()

    loop.add_reader(descriptor, ended)
