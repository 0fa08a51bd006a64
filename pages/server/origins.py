"""Which sites may open a visit here: this one alone, and those that server.corsAllowedOrigins names.

All others are turned away before Streamlit hears of them. It would compare a stranger's site with every address of this
server, and ask a service on the internet for one of them: at each try anew, while all visitors wait.
"""

from urllib.parse import urlsplit

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.security import host_of

AT_HOME = ("localhost", "127.0.0.1")
"""Streamlit lets these in without asking anybody."""


class Origins:
    """ASGI middleware for websockets. A browser always says from which site a page comes that opens one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = _origin_of(scope) if scope["type"] == "websocket" else None
        if origin is None or is_this_site(origin, host_of(scope)):
            await self.app(scope, receive, send)
        elif is_named(origin):
            # as from a program, whose origin Streamlit does not look into
            headers = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            await self.app(scope | {"headers": headers}, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def is_this_site(origin: str, host: str) -> bool:
    """Whether a page from there is ours. host: by which name this server was asked."""
    site, name = _parts(origin)
    return bool(site) and (site == host or name in AT_HOME)


def is_named(origin: str) -> bool:
    """Whether whoever runs this server lets pages from there in."""
    _, name = _parts(origin)
    return bool(name) and name in {_parts(one if "//" in one else f"//{one}")[1] for one in _named()}


def _named() -> list[str]:
    return list(st.get_option("server.corsAllowedOrigins") or ())


def _parts(origin: str) -> tuple[str, str]:
    """The site with its port, and its name; nothing of what is no address."""
    try:
        address = urlsplit(origin)
        return address.netloc, address.hostname or ""
    except ValueError:
        return "", ""


def _origin_of(scope: Scope) -> str | None:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None)
