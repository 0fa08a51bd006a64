"""The door of a visit, which is a websocket: how many may come in, and what they may say.

A visitor may ask for what concerns the visitor alone. Of all else that Streamlit would do at a visitor's word nothing
is passed on: one could empty everybody's caches.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import suppress

from anyio import sleep
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.neighbours import neighbourhood
from pages.server.plain_page import plain_page
from pages.server.streamlit_private import forget_departed, said, usable
from pages.server.streamlit_table import FRAGMENT, FRAGMENTS, MESSAGES

PASSED = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
DROPPED = {
    "clear_cache": "empties the caches of all visitors",
    "set_run_on_save": "is for whoever writes the pages",
    "load_git_info": "runs git on the server, and tells what lies there",
    "debug_disconnect_websocket": "is for Streamlit's own tests",
    "debug_shutdown_runtime": "is for Streamlit's own tests",
    "backend_operation_request": "writes into the home folder, or serves tables and downloads that we have not",
}
MOST_BYTES = 256_000
"""Of one message. Files come by another way. sockets.py ends a longer one while it comes."""
A_SECOND, AT_ONCE, MOST_LATE = 40, 120, 400
"""Messages of one visit: on average, and after a rest. Others wait, in the end in the sender's own computer; whoever
had so many wait, one after the other, floods us. A key that is held down sends 30 a second."""
COSTS_ANOTHER = 65_536
"""Bytes of a message that count as one more: the longest there may be takes the server 10 ms."""
MOST_FILES = 8
SEATS_OF_ONE = 400
"""Open visits from one address. Whole schools have one."""
KEPT, LOOKED_AFTER = 64, 15.0
"""Visits that are kept for whoever comes back to them; seconds between two looks at those who do not."""
BUSY = 1013
GONE: Message = {"type": "websocket.disconnect", "code": BUSY}
FULL = "Very many people are here"
WORDS = "Please try again in a few minutes."

_log = logging.getLogger(__name__)


class Door:
    """ASGI middleware. pages: the ends of the pages' addresses; seats, seats_of_one: open visits, in all and from one
    address; site: its name. When they are taken, who has fewer than others gets the last seat of whoever has most; to
    everybody else a page of ours says so, and a websocket is refused."""

    def __init__(
        self, app: ASGIApp, *, pages: Collection[str], site: str, seats: int, seats_of_one: int = SEATS_OF_ONE
    ) -> None:
        self.app, self.site = app, site
        self._pages = {f"/{page}" for page in pages}
        self._seats, self._of_one = seats, seats_of_one
        self._here: defaultdict[str, list[Talk]] = defaultdict(list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._pages and self.is_full_for(neighbourhood(scope)):
            page = plain_page(scope, 503, FULL, WORDS, site=self.site)
            page.headers["Retry-After"] = "60"
            await page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def is_full_for(self, who: str) -> bool:
        """Whether another visit from there is one too many."""
        own = len(self._here.get(who, ()))
        return own >= self._of_one or (self._all_taken() and own + 1 >= len(self._most()))

    def _all_taken(self) -> bool:
        return sum(map(len, self._here.values())) >= self._seats

    def _most(self) -> list["Talk"]:
        """The visits of whoever has most of them here."""
        return max(self._here.values(), key=len, default=[])

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = neighbourhood(scope)
        if self.is_full_for(who):
            await send({"type": "websocket.close", "code": BUSY})
            return
        if self._all_taken():
            self._most().pop().leave()
        talk = Talk(receive, send)
        self._here[who].append(talk)
        try:
            await self.app(scope, talk.receive, talk.send)
        finally:
            with suppress(ValueError):  # another has its seat by now
                self._here[who].remove(talk)
            if not self._here[who]:
                del self._here[who]
        if talk.left:
            with suppress(OSError):
                await send({"type": "websocket.close", "code": BUSY})


class Talk:
    """The two ways of a visit's websocket: messages go on one by one, those that may; what is none of them ends it."""

    def __init__(self, receive: Receive, send: Send, clock: Callable[[], float] = time.monotonic) -> None:
        self._receive, self._send, self._clock = receive, send, clock
        self._left, self._at = float(AT_ONCE), clock()
        self._late = 0
        self._over = False
        self._listening: asyncio.Future[Message] | None = None
        self.left = False

    async def receive(self) -> Message:
        """The visitor's next message that may pass."""
        while True:
            message = await self._listen()
            if message["type"] != "websocket.receive":
                return message
            data = message.get("bytes")
            await self._take_turn(1 + len(data or b"") // COSTS_ANOTHER)
            if wrong := self._what_is_wrong(data):
                return await self._end(wrong)
            if may_pass(data):
                return message

    def leave(self) -> None:
        """End the talk, as if the visitor had gone."""
        self.left = self._over = True
        if self._listening:
            self._listening.cancel()

    async def _listen(self) -> Message:
        if self.left:
            return GONE
        self._listening = asyncio.ensure_future(self._receive())
        try:
            return await self._listening
        except asyncio.CancelledError:
            if not self.left:
                raise
            return GONE
        finally:
            self._listening = None

    async def send(self, message: Message) -> None:
        """Pass an answer on; OSError once the talk is over, as from a connection that has gone."""
        if self._over:
            raise OSError("the visit is over")
        await self._send(message)

    async def _end(self, code: int) -> Message:
        await self.send({"type": "websocket.close", "code": code})
        self._over = True
        return {"type": "websocket.disconnect", "code": code}

    def _what_is_wrong(self, data: bytes | None) -> int:
        """Why the websocket has to end now (RFC 6455, 7.4.1), 0 where it has not."""
        if self._late > MOST_LATE:
            return 1008
        if data is None:
            return 1003
        return 1009 if len(data) > MOST_BYTES else 0

    async def _take_turn(self, cost: int) -> None:
        now = self._clock()
        self._left = min(AT_ONCE, self._left + (now - self._at) * A_SECOND) - cost
        self._at = now
        self._late = self._late + 1 if self._left < 0 else 0
        if self._left < 0:
            await sleep(-self._left / A_SECOND)


def may_pass(data: bytes) -> bool:
    """Whether this is a message that concerns its own visit only."""
    if not usable(MESSAGES):
        return True
    what = said(data)
    return what.kind in PASSED and what.files <= MOST_FILES and _is_named_well(what.fragment)


def _is_named_well(fragment: str) -> bool:
    # Streamlit writes one that it does not know into the log, however long
    return not fragment or not usable(FRAGMENTS) or bool(FRAGMENT.fullmatch(fragment))


async def see_off() -> None:
    """Now and then forget those who have left and not come back, for as long as the server runs."""
    while True:
        await sleep(LOOKED_AFTER)
        try:
            forget_departed(KEPT)
        except Exception:
            _log.exception("Those who have left could not be forgotten.")
