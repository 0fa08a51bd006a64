"""Streamlit's own scripts and styles, compressed; Streamlit sends them plain and leaves the rest to a proxy."""

from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server import streamlit_private
from pages.server.packing import FOR_GOOD, packed

FOLDER = "/static/"
MEDIA = {".js": "text/javascript", ".css": "text/css"}
"""The types that are compressed; fonts and pictures are already, and Streamlit sends them itself."""


class PackedFiles:
    """ASGI middleware that answers for what lies under /static/ and leaves all else alone, streams and websockets too.

    A name that no file has is answered with 404; Streamlit answers with its first page, to be kept for a year.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _name(scope)
        if not name or not _files():
            await self.app(scope, receive, send)
        elif name not in _files():
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif _is_packed(name, request := Request(scope)):
            answer = await run_in_threadpool(_answer, name, request)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _name(scope: Scope) -> str:
    """What is asked for of the folder, "" for what lies elsewhere."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return ""
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return path.removeprefix(FOLDER) if path.startswith(FOLDER) else ""


@cache
def _files() -> dict[str, Path]:
    """By their names: what is not listed here is never read."""
    folder = streamlit_private.STATIC / FOLDER.strip("/")
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _is_packed(name: str, request: Request) -> bool:
    # a range is counted in bytes of the plain file
    return Path(name).suffix in MEDIA and "Range" not in request.headers


def _answer(name: str, request: Request) -> Response:
    path = _files()[name]
    return packed(name, path.read_bytes, request, media=MEDIA[path.suffix], headers=FOR_GOOD)
