"""The pictures of a room: those that a bet is about, and who sits there. They are the same for all who ask."""

from collections import OrderedDict
from io import BytesIO

import numpy as np
from PIL import Image
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pages.classroom import catalogue, limits, people, refused
from pages.server.neighbours import neighbourhood
from pages.shared.page.controls import MOST_SEEDS
from pages.shared.page.values import whole

KEPT = {"Cache-Control": "public, max-age=86400"}
MOST = 64
SIDE, GAP = 320, 24
"""Pixels of one picture, and between two."""
_drawn: OrderedDict[tuple[str, int], bytes] = OrderedDict()


async def picture(request: Request) -> Response:
    """GET /api/class/picture?bet=pair&seed=3: what is seen before the bet."""
    name, seed = request.query_params.get("bet", ""), whole(0, MOST_SEEDS - 1)(request.query_params.get("seed", ""))
    if name not in catalogue.NAMES or seed is None:
        return PlainTextResponse(refused.ABSURD, 404)
    if (name, seed) not in _drawn and not limits.PICTURES.takes(neighbourhood(request.scope)):
        return PlainTextResponse(refused.BUSY, 429)
    return _png(await run_in_threadpool(drawn, name, seed))


async def critter(request: Request) -> Response:
    """GET /api/class/critter?animal=owl&colour=red&worn=hat: who sits on a seat."""
    asked = [request.query_params.get(what, "") for what in ("animal", "colour", "worn")]
    if not people.is_known(*asked):
        return PlainTextResponse(refused.ABSURD, 404)
    return _png(await run_in_threadpool(people.portrait, *asked))


def drawn(name: str, seed: int) -> bytes:
    """A PNG of what is seen before a bet, its pictures side by side, each SIDE wide."""
    if (name, seed) not in _drawn:
        _drawn[name, seed] = _side_by_side(catalogue.bet_of(name).pictures(seed))
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return _drawn[name, seed]


def width(count: int) -> int:
    """Pixels of so many side by side."""
    return count * (SIDE + GAP) - GAP


def _side_by_side(pictures: list[np.ndarray]) -> bytes:
    whole_one = Image.new("RGBA", (width(len(pictures)), SIDE))
    for place, one in enumerate(pictures):
        large = Image.fromarray(one).resize((SIDE, SIDE), Image.Resampling.NEAREST)
        whole_one.paste(large, (place * (SIDE + GAP), 0))
    held = BytesIO()
    whole_one.save(held, "PNG")
    return held.getvalue()


def _png(data: bytes) -> Response:
    return Response(data, media_type="image/png", headers=KEPT)


PICTURES = {"picture": picture, "critter": critter}
