"""The place in the line of a visitor whose page can't be drawn meanwhile, because its run waits. The browser asks.

with waits(visit, running): …     # in the page's thread, until the first step
GET /api/place?visit=…            # {"said": "3rd in line, about 2 s"}, or {} for who waits for nobody
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from diffusion_core.serving.outlook import Outlook
    from diffusion_core.serving.running import Running

ADDRESS = "/api/place"
_waiting: dict[str, Running] = {}


@contextmanager
def waits(visit: str, running: Running) -> Iterator[None]:
    """Tell this visit of the place of a job. visit: as `own_visit`; of "" nobody asks."""
    if visit:
        _waiting[visit] = running
    try:
        yield
    finally:
        if _waiting.get(visit) is running:
            del _waiting[visit]


async def place(request: Request) -> JSONResponse:
    """Where the visit stands that the address names."""
    running = _waiting.get(request.query_params.get("visit", ""))
    outlook = running.outlook() if running else None
    told = {"said": said(outlook)} if outlook and outlook.place else {}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def said(outlook: Outlook) -> str:
    """As one says it aloud, and as the player says it of its films: "3rd in line, about 20 s"; of who does wait."""
    seconds = outlook.seconds
    time = "" if seconds is None else f", about {seconds:.0f} s" if seconds < 120 else f", about {seconds / 60:.0f} min"
    return f"{outlook.place}{_ending(outlook.place)} in line{time}"


def _ending(number: int) -> str:
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
