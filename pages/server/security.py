"""The headers of every answer: scripts come from this server only, frames only where allowed."""

import base64
import hashlib
import os
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(page: str) -> list[str]:
    """The CSP sources of the scripts that stand inside an HTML page."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(page)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def policy(page: str, *, ancestors: str = "'self'") -> str:
    """The Content-Security-Policy.

    page: the HTML whose inline scripts may run; ancestors: who may show the site in a frame, separated by blanks.
    """
    rules = {
        "default-src": "'self'",
        # components v2 load their script from a blob
        "script-src": " ".join(["'self'", "blob:", *script_hashes(page)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "font-src": "'self' data:",
        # older Safari does not count the websocket of the page's own host as 'self'
        "connect-src": "'self' ws: wss:",
        "worker-src": "'self' blob:",
        "frame-ancestors": ancestors,
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class SecurityHeaders:
    """ASGI middleware that adds the headers to each HTTP answer and leaves websockets and bodies alone.

    page: the HTML whose inline scripts may run. FRAME_ANCESTORS in the environment names the sites (a school's learning
    platform, say) that may show this one in a frame, separated by blanks.
    """

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        ancestors = " ".join(["'self'", *os.environ.get("FRAME_ANCESTORS", "").split()])
        self.headers = {
            "Content-Security-Policy": policy(page, ancestors=ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
