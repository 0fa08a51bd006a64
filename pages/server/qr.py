"""A QR code of any address of this site, for telephones: /qr.svg?to=level-2%23experiment-2-2."""

import io
from collections.abc import Collection
from functools import lru_cache, partial
from urllib.parse import quote, urlsplit

import segno
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pages.server.public import site_address

ADDRESS = "/qr.svg"
LONGEST = 900
"""Characters of an address: more make dots that no telephone reads off a wall."""
_SAFE = "%/?#[]@!$&'()*+,;=:~-._"


def qr_route(paths: Collection[str]) -> Route:
    """paths: the ends of the pages' addresses. A code leads nowhere but to them."""
    return Route(ADDRESS, partial(_answer, frozenset(paths)))


async def _answer(paths: Collection[str], request: Request) -> Response:
    to, site = request.query_params.get("to", ""), site_address(request.scope)
    whole = f"{site}{quote(to, safe=_SAFE)}"
    if not site or _page(to) not in paths or len(whole) > LONGEST:
        return PlainTextResponse("There is no such page.", 404)
    # another host, another code
    return Response(code(whole), media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def _page(to: str) -> str | None:
    """The page that the end of an address names; None for what is none."""
    try:
        found = urlsplit(to)
    except ValueError:
        return None
    return None if found.scheme or found.netloc else found.path


@lru_cache(maxsize=128)
def code(address: str) -> bytes:
    """An SVG, black on white with the margin that readers need, as large as whoever shows it likes."""
    out = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(out, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    return out.getvalue()
