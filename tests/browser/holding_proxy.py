"""A proxy that holds back what should come piece by piece, as some schools have: an answer passes when it is whole."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

HELD = b" /api/class/news"
PIECE = 65_536


@contextmanager
def holding_proxy(server: str) -> Iterator[str]:
    """Its address. server: where it leads; all else passes at once, websockets too."""
    where, loop, ready = urlsplit(server), asyncio.new_event_loop(), threading.Event()
    port: list[int] = []

    async def begin() -> None:
        async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            held = asyncio.Event()
            theirs = await asyncio.open_connection(where.hostname, where.port)
            await asyncio.gather(_there(reader, theirs[1], held), _back(theirs[0], writer, held))

        server_ = await asyncio.start_server(passed, "127.0.0.1", 0)
        port.append(server_.sockets[0].getsockname()[1])
        ready.set()

    thread = threading.Thread(target=lambda: (loop.create_task(begin()), loop.run_forever()), daemon=True)
    thread.start()
    ready.wait(10)
    yield f"http://127.0.0.1:{port[0]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


async def _there(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, held: asyncio.Event) -> None:
    with suppress(OSError):
        while data := await reader.read(PIECE):
            if data.startswith((b"GET ", b"POST ")):  # the next request on this line
                (held.set if HELD in data.partition(b"\r\n")[0] else held.clear)()
            writer.write(data)
            await writer.drain()
    writer.close()


async def _back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, held: asyncio.Event) -> None:
    kept = b""
    with suppress(OSError):
        while data := await reader.read(PIECE):
            kept += data
            if not held.is_set():
                writer.write(kept)
                await writer.drain()
                kept = b""
        writer.write(kept)
    writer.close()
