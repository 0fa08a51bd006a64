"""The worksheets of the levels: files that `make handouts` has made, so that no request makes any.

They say what the pages say and measure; a test holds them to the answer key.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from diffusion_core.common.assets import WORKSHEETS_FOLDER
from pages.shared.handouts.sheet import PAPERS
from pages.site_map import LEVELS

ADDRESS = "worksheets"
KEPT = {"Cache-Control": "public, max-age=3600"}


def file(level: int, paper: str, *, answers: bool = False) -> Path:
    """Where one lies. level: from 1; paper: of PAPERS."""
    return WORKSHEETS_FOLDER / f"level-{level}-{paper.lower()}{'-answers' if answers else ''}.pdf"


def link(level: int, paper: str, *, answers: bool = False) -> str:
    """Its address from any page: each is one segment deep."""
    return f"{ADDRESS}/{file(level, paper, answers=answers).name}"


def _route(path: Path) -> Route:
    async def answer(_: Request) -> FileResponse:
        # a browser's own viewer may not open within the site's policy: it is saved, and opened from there
        return FileResponse(path, filename=f"ink-to-image-{path.name}", media_type="application/pdf", headers=KEPT)

    return Route(f"/{ADDRESS}/{path.name}", answer)


ALL = [(level.number, paper, answers) for level in LEVELS for paper in PAPERS for answers in (False, True)]
ROUTES = [_route(file(level, paper, answers=answers)) for level, paper, answers in ALL]
