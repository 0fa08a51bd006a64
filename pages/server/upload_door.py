"""The way of a visitor's file into the server: not too many at once, and those that are complete one after another."""

import asyncio

from starlette.requests import ClientDisconnect
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
        self.app, self._place = app, asyncio.Lock()
        self._coming: set[_File] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOADS_AT not in scope["path"]:
            await self.app(scope, receive, send)
        elif len(self._coming) >= MOST_COMING:
            await PlainTextResponse("Too many files are coming: please try again.", 503)(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _File(receive, send, self._place, self._coming)
        try:
            await self.app(scope, file.receive, file.send)
        except ClientDisconnect:
            return  # nobody waits for an answer
        finally:
            file.leave()


class _File:
    """One that comes: counted from its beginning until the answer begins, and from its last byte in its turn."""

    def __init__(self, receive: Receive, send: Send, place: asyncio.Lock, coming: "set[_File]") -> None:
        self._receive, self._send, self._place, self._coming = receive, send, place, coming
        self._whole = self._holds = False
        coming.add(self)

    async def receive(self) -> Message:
        """The next of its parts; the last one when its turn has come."""
        if self._whole:
            return await self._receive()
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            self._whole = True
            await self._place.acquire()
            self._holds = True
        return message

    async def send(self, message: Message) -> None:
        """Pass the answer on. When it begins the file is stored, and who never reads the answer holds up nobody."""
        if message["type"] == "http.response.start":
            self.leave()
        await self._send(message)

    def leave(self) -> None:
        """Give back the turn, and the place among those that come; once."""
        if self._holds:
            self._place.release()
            self._holds = False
        self._coming.discard(self)
