"""What comes on a connection: how long a message may be, in how many parts, of what kind, and at what pace."""

import asyncio
import gc
import logging

import pytest
import uvicorn
from uvicorn.server import ServerState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from pages.server import door, sockets
from pages.server.streamlit_parts import made as found
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import HTTP, LENGTHS, SOCKETS, WEBSOCKET


async def echo(scope, receive, send) -> None:
    """A websocket that answers each message with five like it, in one."""
    await receive()
    await send({"type": "websocket.accept"})
    while (heard := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": heard["bytes"] * 5})


@pytest.fixture
def talk(monkeypatch):
    """talk(work): what it makes of a websocket to a guarded uvicorn that by itself takes messages of 16 MB."""
    kind = found(HTTP)
    monkeypatch.setattr(kind, "connection_made", kind.connection_made)
    for name in ("connection_made", "handle_text", "handle_cont", "handle_ping", "handle_pong"):
        monkeypatch.setattr(found(WEBSOCKET), name, getattr(found(WEBSOCKET), name))
    usable.cache_clear()
    sockets.guard(4000, longest=door.MOST_BYTES)
    settings = uvicorn.Config(echo, ws="websockets-sansio", ws_max_size=16 * 2**20, log_config=None)
    settings.load()

    async def serve(work):
        def server():
            return kind(config=settings, server_state=ServerState(), app_state={})

        async with await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            async with connect(f"ws://127.0.0.1:{port}", max_size=None, compression=None) as websocket:
                return await asyncio.wait_for(work(websocket), 20)

    return lambda work: asyncio.run(serve(work))


def unfinished(parts):
    """Begins a message that has no end; how the line was closed."""

    async def say(websocket) -> int:
        saying = asyncio.create_task(websocket.send(parts()))
        await websocket.wait_closed()
        saying.cancel()
        return websocket.close_code

    return say


def test_both_guards_stand(talk):
    # as they looked when they were put up
    assert usable(SOCKETS) and usable(LENGTHS)


def test_a_message_that_is_too_long_is_ended_before_it_is_whole(talk):
    async def parts():
        for _ in range(3):
            yield bytes(door.MOST_BYTES // 2)
        await asyncio.sleep(3600)

    assert talk(unfinished(parts)) == 1009


def test_a_message_in_letters_is_ended_also_where_they_are_none_and_the_log_says_nothing(talk, caplog):
    def letters(data: bytes):
        async def say(websocket) -> int:
            # a frame of text, masked with noughts
            websocket.transport.write(bytes([0x81, 0x80 + len(data), 0, 0, 0, 0]) + data)
            await websocket.wait_closed()
            return websocket.close_code

        return say

    assert [talk(letters(data)) for data in (b"hello", b"\xc3\x28")] == [1006, 1006]
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


def test_a_message_of_endless_empty_parts_is_ended(talk):
    async def parts():
        for _ in range(4 * sockets.MOST_PARTS):
            yield b""
        await asyncio.sleep(3600)

    assert talk(unfinished(parts)) == 1006, "the line is cut"


def test_a_message_in_many_parts_passes(talk):
    async def whole(websocket) -> int:
        await websocket.send([b"part"] * 300)
        return len(await websocket.recv())

    assert talk(whole) == 5 * 4 * 300


def test_the_longest_message_passes_and_its_answer_may_be_longer(talk):
    async def whole(websocket) -> int:
        await websocket.send(bytes(door.MOST_BYTES))
        return len(await websocket.recv())

    assert talk(whole) == 5 * door.MOST_BYTES


def test_who_floods_us_with_pings_is_ended_and_who_asks_now_and_then_is_not(talk):
    async def flood(websocket) -> int:
        for _ in range(50 * sockets.PINGS):
            await websocket.ping()
        return len(await websocket.recv())

    async def now_and_then(websocket) -> int:
        for _ in range(sockets.PINGS):
            await (await websocket.ping())
        await websocket.send(b"still here")
        return len(await websocket.recv())

    assert talk(now_and_then) == 50
    with pytest.raises(ConnectionClosed):
        talk(flood)


def test_a_flood_is_read_in_sips(talk):
    async def look(websocket) -> int:
        await websocket.send(b"first")
        await websocket.recv()
        (kept,) = [one for one in gc.get_objects() if type(one) is found(WEBSOCKET) and not one.transport.is_closing()]
        return kept.transport.max_size

    assert talk(look) == sockets.AT_A_TIME


def test_a_request_is_read_in_sips_as_well(talk):
    async def look(websocket) -> int:
        reader, writer = await asyncio.open_connection(*websocket.remote_address[:2])
        writer.write(b"GET / HTTP/1.1\r\n")
        await asyncio.sleep(0.1)
        waiting = [
            one
            for one in gc.get_objects()
            if type(one) is found(HTTP) and one.client == writer.get_extra_info("sockname")
        ]
        (kept,) = waiting
        writer.close()
        return kept.transport.max_size

    assert talk(look) == sockets.AT_A_TIME
