"""The headers of every answer: scripts come from this server only, frames only where allowed. And by which names the
server may be asked.

The environment: FRAME_ANCESTORS names the sites (a school's learning platform, say) that may show this one in a frame;
ALLOWED_HOSTS the names by which this server is known ("ink.example.org *.example.net"); both separated by blanks.
"""

import base64
import hashlib
import os
import re

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NAME = re.compile(r"([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*)\.?(?::\d{1,5})?")
_NUMBER_6 = re.compile(r"\[([0-9a-fA-F:.]+)\](?::\d{1,5})?")
PROBED = ("/readyz", "/_stcore/health")
"""Whoever looks after the server asks these, often by its number."""
MISNAMED = "This server is not known by that name."


def digest(text: str) -> str:
    """The CSP source of an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def script_hashes(page: str) -> list[str]:
    """The CSP sources of the scripts that stand inside an HTML page."""
    return [digest(text) for text in _INLINE_SCRIPT.findall(page)]


def ancestors() -> str:
    """Who may show the site in a frame, separated by blanks."""
    return " ".join(["'self'", *os.environ.get("FRAME_ANCESTORS", "").split()])


def policy(page: str, *, sockets: str = "") -> str:
    """The Content-Security-Policy. page: the HTML whose inline scripts may run; sockets: where websockets may lead."""
    rules = {
        "default-src": "'self'",
        # components v2 load their script from a blob
        "script-src": " ".join(["'self'", "blob:", *script_hashes(page)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' {sockets}".strip(),
        "worker-src": "'self' blob:",
        "frame-ancestors": ancestors(),
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def sockets_of(host: str, scheme: str) -> str:
    """The CSP sources for the websockets of the host that was asked.

    Older Safari does not count them as 'self'. What is no plain name with a port gets none: an address of version 6
    cannot stand there, and who writes other things into the Host header is to write nothing into ours.
    """
    if not _NAME.fullmatch(host):
        return ""
    return f"wss://{host}" if scheme in ("https", "wss") else f"ws://{host} wss://{host}"


class SecurityHeaders:
    """ASGI middleware that adds the headers to each HTTP answer, and leaves alone a stricter policy that stands there.

    No other site may read an answer: what Streamlit says of that is dropped. It lets localhost in, also for files.

    page: the HTML whose inline scripts may run.
    """

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        self._policy = policy(page, sockets="{sockets}")
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in {name for name in headers if name.lower().startswith("access-control-")}:
                    del headers[name]
                headers.update(self._headers)
                sockets = sockets_of(host_of(scope), scope.get("scheme", "http"))
                headers.setdefault(
                    "Content-Security-Policy", self._policy.replace(" {sockets}", f" {sockets}".rstrip())
                )
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def host_of(scope: Scope) -> str:
    """The Host header of a request, "" without one."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")


class Hosts:
    """ASGI middleware that turns away whoever asks for this server by a name that ALLOWED_HOSTS does not hold.

    It keeps a stranger's site from becoming "the same origin" by leading its own name here. Unset, every name will do.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.allowed = os.environ.get("ALLOWED_HOSTS", "").lower().split()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in PROBED or self.is_allowed(host_of(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(MISNAMED, 421)(scope, receive, send)

    def is_allowed(self, host: str) -> bool:
        """Whether the server may be asked by that name; its port does not matter."""
        if not self.allowed:
            return True
        found = _NAME.fullmatch(host) or _NUMBER_6.fullmatch(host)
        name = found[1].lower() if found else ""
        return any(name == one or one.startswith("*.") and name.endswith(one[1:]) for one in self.allowed)
