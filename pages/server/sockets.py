"""Connections, before anything is asked on them: how many there may be, how long they may stay silent, and how much of
a message is kept that has not come to its end.

A visit holds four of what the system calls open files: its connection, and three of the loop that Streamlit gives it,
which it keeps for a while after the visitor has left. FORWARDED_ALLOW_IPS in the environment names the proxies that
speak for many visitors ("10.0.0.7,10.0.0.8") and are believed from whom a request comes.
"""

import asyncio
import contextlib
import os
import socket
import time
from collections import Counter
from typing import Any, NamedTuple

from pages.server.neighbours import around
from pages.server.streamlit_parts import made
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import HTTP, LENGTHS, SOCKETS, WEBSOCKET

FILES = 16_384
"""Open files that the server allows itself, where the system lets it."""
SPARE = 256
"""Open files for all else: modules, weights, pipes of trainings."""
SILENT = 20.0
"""Seconds within which a request must have come whole."""
MOST_PARTS = 1000
"""Of one message on a websocket. They may be empty, so that a limit of bytes alone would let them come for ever."""
MOST_SEATS = 1000
UNREAD = 30.0
"""Seconds after which a connection is cut whose other end takes nothing of what was sent."""
PINGS = 20
"""Of a websocket, in as many seconds; browsers themselves send none."""
AT_A_TIME = 16_384
"""Bytes that are read of a connection at a time: all of them are taken apart before any can be refused, and as many may
lie waiting for each."""


class Limits(NamedTuple):
    """seats: visits that may be open; connections: of all kinds, those of the visits among them."""

    seats: int
    connections: int


def allow_files() -> int:
    """Raise this process's own limit of open files to FILES, or as far as it may. Returns the limit."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FILES if soft == resource.RLIM_INFINITY else soft


def limits(files: int, *, kept: int) -> Limits:
    """What so many open files are enough for, when so many visits are kept of those who have left."""
    free = files - SPARE - 3 * kept
    seats = max(1, min(MOST_SEATS, free // 5))
    return Limits(seats, max(2, min(4 * seats, free - 3 * seats)))


def proxies() -> list[str]:
    """Who speaks for many visitors: a proxy on this machine, or those that FORWARDED_ALLOW_IPS names.

    The server listens for both versions of addresses, and there those of version 4 look like "::ffff:127.0.0.1", which
    uvicorn by itself does not take for the same.
    """
    named = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").replace(" ", "").split(",")
    return [*named, *(f"::ffff:{one}" for one in named if "." in one)]


def guard(most: int, *, longest: int) -> None:
    """From now on end each new connection beyond half of so many from one neighbourhood; beyond so many in all, one of
    whoever has most, be it the new one. Once.

    longest: bytes of a message from a browser; at the first that is too many its websocket is closed.
    """
    # each looks at what the other replaces: first both look
    measured, counted = usable(LENGTHS), usable(SOCKETS)
    if measured:
        http, websocket = made(HTTP), made(WEBSOCKET)
        http.connection_made = _in_sips(_measured(http.connection_made, longest))
        websocket.handle_cont = _few(websocket.handle_cont)
        websocket.handle_text = _ended
        websocket.handle_ping = _at_a_pace(websocket.handle_ping)
        websocket.handle_pong = _at_a_pace(websocket.handle_pong)
    if counted:
        http = made(HTTP)
        http.connection_made = _counted(http.connection_made, most)


def _measured(connection_made: Any, longest: int) -> Any:
    def begin(connection: Any, transport: asyncio.Transport) -> None:
        # uvicorn measures by it what comes in; Streamlit's setting would bound what it sends as well
        connection.config.ws_max_size = longest
        connection_made(connection, transport)

    return begin


def _ended(websocket: Any, part: Any) -> None:
    """Pages talk in bytes. What is to be letters, and is none, would be told in the log at length."""
    websocket.transport.abort()


def _few(handle_cont: Any) -> Any:
    def go_on(websocket: Any, part: Any) -> None:
        if len(websocket.frames) < MOST_PARTS:
            handle_cont(websocket, part)
        else:
            websocket.transport.abort()

    return go_on


def _in_sips(connection_made: Any) -> Any:
    def begin(connection: Any, transport: asyncio.Transport) -> None:
        if hasattr(transport, "max_size"):
            transport.max_size = AT_A_TIME
        connection_made(connection, transport)

    return begin


def _at_a_pace(handle: Any) -> Any:
    """End a websocket on which more pings or answers to pings come than PINGS."""

    def take(websocket: Any, *frame: Any) -> None:
        now = time.monotonic()
        since, count = getattr(websocket, "pings", (now, 0))
        websocket.pings = since, count = (since, count + 1) if now - since < PINGS else (now, 1)
        if count > PINGS:
            websocket.transport.abort()
        else:
            handle(websocket, *frame)

    return take


def _counted(connection_made: Any, most: int) -> Any:
    def begin(connection: Any, transport: asyncio.Transport) -> None:
        connection_made(connection, transport)
        if surplus := _one_too_many(connection, most):
            surplus.transport.abort()
        if surplus is not connection:
            _cut_when_unread(transport)
            asyncio.get_running_loop().call_later(SILENT, _look_at, connection, None)

    return begin


def _cut_when_unread(transport: asyncio.Transport) -> None:
    """Let the system itself look whether what was sent is taken. It goes on doing so when we have closed our end."""
    line = transport.get_extra_info("socket")
    if line is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with contextlib.suppress(OSError):  # no line of the internet's
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * UNREAD))


def _one_too_many(connection: Any, most: int) -> Any:
    """The connection that has to end now that this one has come; None where all have room."""
    there = [one for one in connection.connections if not one.transport.is_closing()]
    home = _home(connection)
    if home and sum(_home(other) == home for other in there) > most // 2:
        return connection
    if len(there) <= most:
        return None
    have = Counter(filter(None, map(_home, there)))
    largest = max(have, key=have.__getitem__, default="")
    if not home or have[largest] <= have[home]:
        return connection
    return next(other for other in there if _home(other) == largest)


def _home(connection: Any) -> str:
    """The neighbourhood it comes from; "" for none, and for a proxy, behind which many may be."""
    who = connection.client and connection.client[0]
    return "" if who is None or _speaks_for_many(who) else around(who)


def _speaks_for_many(who: str) -> bool:
    return not {who, "*"}.isdisjoint(proxies())


def _look_at(connection: Any, before: object) -> None:
    """End a connection that waits for the rest of a request since the last look. before: its request at that time."""
    if connection.transport.is_closing():
        return
    if connection not in connection.connections:
        if not getattr(connection.transport.get_protocol(), "handshake_complete", True):
            connection.transport.abort()  # it was to become a websocket, and didn't; a whole one has its own pings
        return
    cycle = connection.cycle
    waits = cycle is None or cycle.response_complete
    if waits and cycle is before:
        connection.transport.abort()
        return
    asyncio.get_running_loop().call_later(SILENT, _look_at, connection, cycle if waits else object())
