"""The way of a visitor's file into the server: not too many at once, and those that are complete one after another."""

import asyncio
import time
from collections import Counter

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.neighbours import neighbourhood
from pages.server.streamlit_table import UPLOADS_AT

MOST_COMING = 100
"""Each has up to a megabyte in memory, and the rest on the disk, while it comes."""
MOST_OF_ONE = 12
"""Of them from one neighbourhood. A whole class may have one address, and send its drawings in the same minute."""
IN_ANY_CASE, SLOWEST = 60.0, 5_000
"""Seconds that every file may take; who needs more must send so many bytes a second, on average."""


class UploadDoor:
    """ASGI middleware before Streamlit's own address for files.

    A file is in memory as a whole, up to three times, from its last byte until it lies in the store: one at a time. Who
    sends slowly holds up nobody.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self._place = app, asyncio.Lock()
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOADS_AT not in scope["path"]:
            await self.app(scope, receive, send)
        elif self._coming.total() >= MOST_COMING or self._coming[neighbourhood(scope)] >= MOST_OF_ONE:
            await PlainTextResponse("Too many files are coming: please try again.", 503)(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _File(receive, send, self._place, self._coming, neighbourhood(scope))
        try:
            await self.app(scope, file.receive, file.send)
        except ClientDisconnect:
            if file.is_late:
                late = PlainTextResponse("The file came too slowly: please try again.", 408, {"Connection": "close"})
                await late(scope, receive, file.send)
        finally:
            file.leave()


class _File:
    """One that comes: counted from its beginning until the answer begins, and from its last byte in its turn."""

    def __init__(self, receive: Receive, send: Send, place: asyncio.Lock, coming: Counter[str], who: str) -> None:
        self._receive, self._send, self._place, self._coming, self._who = receive, send, place, coming, who
        self._began, self._bytes = time.monotonic(), 0
        self._whole = self._holds = self._left = self.is_late = False
        coming[who] += 1

    async def receive(self) -> Message:
        """The next of its parts, the last one when its turn has come; past its time, as if the sender had gone."""
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._time())
        except TimeoutError:
            self.is_late = True
            return {"type": "http.disconnect"}
        self._bytes += len(message.get("body", b""))
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
        if not self._left:
            self._left = True
            self._coming[self._who] -= 1
            if not self._coming[self._who]:
                del self._coming[self._who]

    def _time(self) -> float:
        """Seconds that are left for what follows."""
        return max(IN_ANY_CASE, self._bytes / SLOWEST) - (time.monotonic() - self._began)
