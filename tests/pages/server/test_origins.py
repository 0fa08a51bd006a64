"""Which sites may open a visit, and that nobody is asked for this server's own addresses."""

import asyncio

import pytest
import streamlit as st
from streamlit import net_util
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from pages.server.origins import Origins

HOST = "ink.example.org:8501"


def let_in(origin: str | None) -> tuple[bool, str | None]:
    """Whether a websocket with that origin comes through, and the origin that is then left."""
    passed: list[str | None] = []

    async def app(scope, receive, send) -> None:
        passed.append(next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None))

    async def told(message) -> None:
        assert message == {"type": "websocket.close", "code": 1008}

    headers = [(b"host", HOST.encode())] + ([(b"origin", origin.encode("latin-1"))] if origin is not None else [])
    asyncio.run(Origins(app)({"type": "websocket", "path": "/", "headers": headers}, None, told))
    return bool(passed), passed[0] if passed else None


@pytest.mark.parametrize("origin", [None, f"http://{HOST}", f"https://{HOST}", "http://localhost:3000"])
def test_this_site_may_open_a_visit_and_so_may_a_program_and_who_develops(origin):
    assert let_in(origin) == (True, origin)


@pytest.mark.parametrize("origin", [
    "https://evil.example", "http://ink.example.org", f"http://{HOST}.evil.example", "null", "", "http://[", "http://[::1",
    "http://localhost.evil.example", "http://evil.example#@localhost", "x" * 9000, "http://\xe9",
])  # fmt: skip
def test_no_other_site_may_and_what_is_no_address_is_none(origin):
    assert let_in(origin) == (False, None)


def test_sites_that_were_named_may_and_streamlit_is_not_asked(monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.corsAllowedOrigins": ["https://school.example", "b.example"]}.get)
    for origin in ("https://school.example", "http://b.example:80"):
        assert let_in(origin) == (True, None)
    assert let_in("https://evil.example") == (False, None)


def test_what_comes_through_has_streamlit_ask_nobody(monkeypatch):
    def asked() -> None:
        raise AssertionError("it asks the internet for its own address, while everybody waits")

    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, asked)
    for origin in (None, f"http://{HOST}", "http://localhost:3000", "http://127.0.0.1"):
        assert _is_origin_allowed(let_in(origin)[1], HOST)
    with pytest.raises(AssertionError):
        _is_origin_allowed("https://evil.example", HOST)
