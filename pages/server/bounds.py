"""What a request may bring: a short path, not too many headers, and no body in chunks.

uvicorn takes a request apart in Python, piece by piece: a body in chunks of one byte holds up everybody, 20 µs a chunk.
Browsers send files with their length, so who sends chunks is answered at once, and the line closed.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_HEADERS = 100
"""A browser sends some twenty, proxies add a few."""
LONGEST_PATH = 1_000
CHUNKED, LONG, MANY = (
    "Please say how long it is: this server takes nothing in chunks.",
    "This address is too long.",
    "This request has too many headers.",
)


class Bounds:
    """ASGI middleware that answers whoever brings more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = _what_is_wrong(scope) if scope["type"] == "http" else None
        if wrong:
            words, status = wrong
            await PlainTextResponse(words, status, {"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _what_is_wrong(scope: Scope) -> tuple[str, int] | None:
    if len(scope["headers"]) > MOST_HEADERS:
        return MANY, 431
    if len(scope.get("raw_path") or scope["path"]) > LONGEST_PATH:
        return LONG, 414
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        return CHUNKED, 411
    return None
