"""A slow network: forwards TCP connections to a port of this host, and delays the responses.

Usage: delay.py PORT SECONDS. Prints the port on which it listens, and ends with its standard input.
"""

import asyncio
import sys


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Sends each piece `delay` seconds after it arrived, however many pieces are in flight."""
    clock = asyncio.get_running_loop().time
    pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def receive() -> None:
        while piece := await reader.read(65_536):
            pieces.put_nowait((clock() + delay, piece))
        pieces.put_nowait((clock() + delay, b""))

    receiving = asyncio.create_task(receive())
    try:
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(due - clock())
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass  # The other side sees the end of its own connection.
    finally:
        receiving.cancel()
        writer.close()


async def _serve(port: int, delay: float) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass_on(reader, server_writer, 0), _pass_on(server_reader, writer, delay))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
