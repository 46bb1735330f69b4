"""How the process starts, says that it is ready, and ends."""

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
    """uvicorn without its signals: it would end by the signal once more, after it has shut down in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(port: int) -> socket.socket:
    """A listening socket of 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    # Its connections inherit this: an answer goes out in two writes, and would wait 40 ms between them.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(app: Starlette, listener: socket.socket, parent: int | None, stop: Callable[[], None]) -> None:
    """Serves until SIGTERM, SIGINT or the parent's end.

    Prints one line of JSON, {"port": ..., "pid": ...}, as soon as requests are answered.

    stop: called when the end begins; ends what still runs, so that nothing waits for it.
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
    """Calls `end` when the parent ends, or at once when it has ended already."""
    try:
        descriptor = os.pidfd_open(parent)
    except ProcessLookupError:
        end()
        return

    def ended() -> None:
        loop.remove_reader(descriptor)
        end()

    loop.add_reader(descriptor, ended)
