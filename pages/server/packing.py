"""Answers in the smallest form that a browser takes: brotli, else gzip, else plain.

Each text is compressed once and kept in memory, so that a later visit costs no processor time. Brotli's fifth level:
2.1 MB of scripts take 0.1 s and come down to 468 kB; gzip leaves 506, brotli's eleventh takes 9 s for 419.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from pages.shared.player.bundle import Served

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
"""For what never changes under its name, since the name tells the contents."""
ASK_AGAIN = {"Cache-Control": "no-cache"}
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda text: brotli.compress(text, quality=5),
    "gzip": lambda text: gzip.compress(text, mtime=0),
    "": lambda text: text,
}
PIECE = 65_536
"""Bytes."""
MOST_KEPT = 1000
"""Streamlit's scripts and ours, in each encoding, are some six hundred."""
_kept: dict[tuple[str, str], bytes] = {}


def chosen_encoding(accepted: str) -> str:
    """The best of ENCODINGS that an Accept-Encoding header allows, "" for none."""
    wishes = (wish.replace(" ", "").lower().partition(";q=") for wish in accepted.split(","))
    allowed = {name for name, _, weight in wishes if weight.strip("0.") or not weight}
    return next((name for name in ENCODINGS if name and name in allowed), "")


def packed(
    mark: str, read: Callable[[], bytes], request: Request, *, media: str, headers: Mapping[str, str]
) -> Response:
    """The answer with a text, or 304 where the browser has it already.

    mark: of the text, another for another text; read: gives the text; media: its type, such as "text/javascript".
    """
    encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""))
    tag = f'"{mark}-{encoding}"' if encoding else f'"{mark}"'
    told = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("If-None-Match", "").replace("W/", "").replace(" ", "").split(","):
        return Response(status_code=304, headers=told)
    # told which encoding it has, Streamlit's own middleware does not compress it again
    packing = {"Content-Encoding": encoding} if encoding else {}
    return InPieces(_compressed(mark, read, encoding), media_type=media, headers=told | packing)


class InPieces(Response):
    """One that waits for its reader after each piece. Given as a whole, it would lie in memory once more for everybody
    who reads slowly."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = memoryview(self.body)
        for at in range(0, max(1, len(body)), PIECE):
            piece, more = bytes(body[at : at + PIECE]), at + PIECE < len(body)
            await send({"type": "http.response.body", "body": piece, "more_body": more})


def mark_of(text: str) -> str:
    """A mark for a text that has no name of its own."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def script_route(script: Served) -> Route:
    """Where the server has a component's script; its name tells its contents, so a browser never asks for it twice."""

    async def answer(request: Request) -> Response:
        return packed(script.name, script.text.encode, request, media="text/javascript", headers=FOR_GOOD)

    return Route(f"/{script.name}", answer)


def _compressed(mark: str, read: Callable[[], bytes], encoding: str) -> bytes:
    found = _kept.get((mark, encoding))
    if found is None:
        found = _kept[mark, encoding] = ENCODINGS[encoding](read())
        while len(_kept) > MOST_KEPT:  # pages whose addresses are signed are others each day
            _kept.pop(next(iter(_kept)), None)
    return found
