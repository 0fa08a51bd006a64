"""The way of a visitor's file into the server: not too many at once, and those that are complete one after another."""

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.streamlit_table import UPLOADS_AT

MOST_COMING = 100
"""Each has up to a megabyte in memory, and the rest on the disk, while it comes."""


class UploadDoor:
    """ASGI middleware before Streamlit's own address for files.

    A file is in memory as a whole, up to three times, from its last byte until it lies in the store: one at a time. Who
    sends slowly holds up nobody.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self._coming, self._place = app, 0, asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOADS_AT not in scope["path"]:
            await self.app(scope, receive, send)
        elif self._coming >= MOST_COMING:
            await PlainTextResponse("Too many files are coming: please try again.", 503)(scope, receive, send)
        else:
            self._coming += 1
            try:
                await self._let_in(scope, receive, send)
            finally:
                self._coming -= 1

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        holds = False

        async def receive_in_turn() -> Message:
            nonlocal holds
            message = await receive()
            if not message.get("more_body") and not holds:
                await self._place.acquire()
                holds = True
            return message

        try:
            await self.app(scope, receive_in_turn, send)
        finally:
            if holds:
                self._place.release()
