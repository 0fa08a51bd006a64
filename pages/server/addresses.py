"""Which addresses there are: all others are answered here, with 404 and a page of ours, whatever is asked of them.

Streamlit would answer them with its first page and 200, and two segments deep that page finds none of its scripts.
"""

from collections.abc import Collection, Sequence

import streamlit as st
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.plain_page import plain_page
from pages.server.streamlit_private import static_files

STREAM = "/_stcore/stream"
STREAMLITS = {STREAM, "/_stcore/health", "/_stcore/host-config"}
"""What a browser asks Streamlit for. Its figures (/_stcore/metrics) and its door for programs stay shut."""
BELOW = ("/_stcore/upload_file/", "/_stcore/bidi-components/", "/media/", "/component/")
LOST = "There is no page here"
WORDS = "Perhaps a letter is missing in the address, or one too many. All pages can be found from the start."


class Addresses:
    """ASGI middleware that lets through what leads somewhere.

    routes: the server's own; pages: the ends of the pages' addresses, "" for the home page; site: its name.
    """

    def __init__(self, app: ASGIApp, *, routes: Sequence[Route], pages: Collection[str], site: str) -> None:
        self.app, self.routes, self.site = app, routes, site
        self._known = STREAMLITS | {f"/{page}" for page in pages} | {f"/{file}" for file in static_files()}
        self._prefix = f"/{base.strip('/')}" if (base := st.get_option("server.baseUrlPath")) else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self.leads_somewhere(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await plain_page(scope, 404, LOST, WORDS, site=self.site)(scope, receive, send)

    def leads_somewhere(self, scope: Scope) -> bool:
        """Whether there is something for this request or websocket."""
        path = scope["path"].removeprefix(self._prefix)
        if scope["type"] == "websocket":
            return path == STREAM
        if path in self._known or path.startswith(BELOW):
            return True
        return any(route.matches(scope)[0] != Match.NONE for route in self.routes)


ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /_stcore/\n"


def small_files(icon: bytes) -> list[Route]:
    """What browsers and search engines ask every site for. icon: a PNG."""

    async def favicon(_: object) -> Response:
        return Response(icon, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})

    async def robots(_: object) -> Response:
        return Response(ROBOTS, media_type="text/plain")

    return [Route("/favicon.ico", favicon), Route("/robots.txt", robots)]
