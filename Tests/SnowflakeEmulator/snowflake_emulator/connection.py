"""HTTP connections that a fault can break."""

import asyncio
import socket
import struct

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.Transport] = {}


class BreakableConnection(H11Protocol):
    """A uvicorn connection that can be found by the client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        if self.client:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.client:
            _open.pop(self.client, None)


def reset(request: Request) -> None:
    """Breaks the request's connection with an RST, so that the client sees "connection reset by peer"."""
    assert request.client
    transport = _open[(request.client.host, request.client.port)]
    # With a linger time of 0, close() sends an RST instead of a FIN.
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
