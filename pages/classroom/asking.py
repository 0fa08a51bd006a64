"""How a browser asks for something of a room: in JSON, from a page of this site, with a token in a header.

No cookie is set. The token stands in the browser's own storage, and is sent by our pages only.
"""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pages.classroom import refused, tokens
from pages.classroom.office import Office, office
from pages.classroom.store import Who
from pages.server.origins import is_this_site
from pages.server.security import host_of

HEADER = "X-Class"
LONGEST = 4_000
"""Bytes of a body."""
AGAIN = {"Retry-After": "1"}
"""Of what would come through a moment later: a pupil's browser then sends a bet again by itself."""
NEVER_KEPT = {"Cache-Control": "no-store"}
Answering = Callable[[Request, Office], Awaitable[Response]]


def answering(answer: Answering) -> Callable[[Request], Awaitable[Response]]:
    """A route: what can't be done is answered by a sentence, whatever the reason."""

    @wraps(answer)
    async def route(request: Request) -> Response:
        try:
            return await answer(request, await run_in_threadpool(office))
        except refused.Refused as why:
            return said(str(why), why.status)
        except (SQLAlchemyError, ImportError, OSError):
            return said(refused.NO_STORE, 503, AGAIN)

    return route


def said(words: str, status: int, headers: dict[str, str] | None = None) -> JSONResponse:
    """A sentence for the visitor."""
    return JSONResponse({"error": words}, status, NEVER_KEPT | (headers or {}))


def told(what: dict[str, Any]) -> JSONResponse:
    return JSONResponse(what, headers=NEVER_KEPT)


async def body(request: Request) -> dict[str, Any]:
    """What was sent: an object. Raises Refused where it is none, and where another site sent it."""
    origin = request.headers.get("Origin")
    if origin is not None and not is_this_site(origin, host_of(request.scope)):
        raise refused.Refused(refused.ELSEWHERE)
    length = request.headers.get("Content-Length", "")
    if not request.headers.get("Content-Type", "").startswith("application/json") or not length.isdigit():
        raise refused.Refused(refused.ABSURD)
    if int(length) > LONGEST:
        raise refused.Refused(refused.ABSURD)
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise refused.Refused(refused.ABSURD) from error
    if not isinstance(found, dict):
        raise refused.Refused(refused.ABSURD)
    return found


def whole(found: dict[str, Any], name: str, *, most: int = 2**31 - 1) -> int:
    """A whole number of a body. Raises Refused."""
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise refused.Refused(refused.ABSURD)
    return value


async def who(request: Request, here: Office) -> Who:
    """Whose token came along. Raises Gone."""
    token = request.headers.get(HEADER, "")
    if not token or len(token) > tokens.LONGEST:
        raise refused.Gone(refused.OVER)
    return await run_in_threadpool(here.store.who, token)


async def teacher(request: Request, here: Office) -> int:
    """The room whose key came along. Raises Gone."""
    found = await who(request, here)
    if found.seat is not None:
        raise refused.Gone(refused.OVER)
    return found.room
