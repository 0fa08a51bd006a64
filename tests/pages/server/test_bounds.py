"""What a request may bring, and how little of the rest is read."""

import asyncio

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.server import ServerState

from pages.server.bounds import LONGEST_PATH, MOST_HEADERS, Bounds
from pages.server.streamlit_parts import made
from pages.server.streamlit_table import HTTP


async def there(request) -> PlainTextResponse:
    return PlainTextResponse("there")


APP = Starlette(routes=[Route("/{rest:path}", there, methods=["GET", "PUT"])], middleware=[Middleware(Bounds)])


def answer(request: bytes, *, more: bytes = b"") -> tuple[bytes, bool]:
    """What a uvicorn says to a request, and whether it closes the line. more: what follows the answer."""

    async def ask() -> tuple[bytes, bool]:
        settings = uvicorn.Config(APP, log_config=None)
        settings.load()

        def server():
            return made(HTTP)(config=settings, server_state=ServerState(), app_state={})

        async with await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0) as listening:
            reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
            writer.write(request)
            said = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            try:
                await asyncio.wait_for(reader.read(), 1)
            except TimeoutError:
                closed = False
            else:
                closed = True
            writer.close()
            return said.split(b"\r\n")[0], closed

    return asyncio.run(ask())


def asking(path: str = "/", headers: str = "", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n".encode()


@pytest.mark.parametrize("request_", [
    asking(), asking("/" * LONGEST_PATH), asking("/?" + "a" * 5000), asking(headers="a: b\r\n" * (MOST_HEADERS - 1)),
    asking(headers="Content-Length: 5\r\n", method="PUT") + b"whole",
], ids=["plain", "long", "long question", "many headers", "a file"])  # fmt: skip
def test_common_requests_pass_and_the_line_stays_open(request_):
    assert answer(request_) == (b"HTTP/1.1 200 OK", False)


@pytest.mark.parametrize(("request_", "status"), [
    (asking("/" + "/" * LONGEST_PATH), b"414"), (asking("/%2f" * LONGEST_PATH), b"414"),
    (asking(headers="a: b\r\n" * MOST_HEADERS), b"431"),
    (asking(headers="Transfer-Encoding: chunked\r\n", method="PUT") + b"1\r\na\r\n" * 9, b"411"),
], ids=["slashes", "hidden slashes", "headers", "chunks"])  # fmt: skip
def test_who_brings_more_is_answered_and_the_line_closed(request_, status):
    said, closed = answer(request_)
    assert said.split()[1] == status and closed
