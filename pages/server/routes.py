"""The server's own addresses, beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pages.server import resources, streams
from pages.shared.player import bundle


async def readyz(request: Request) -> JSONResponse:
    """200 once everything is loaded, 503 before: for whoever sends visitors here."""
    loaded = resources.ready.is_set()
    return JSONResponse({"ready": loaded}, status_code=200 if loaded else 503)


async def player_script(request: Request) -> Response:
    """The player's script; its name tells its contents, so a browser never asks for it twice."""
    unchanging = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(bundle.script(), media_type="text/javascript", headers=unchanging)


PLAYER = Route(f"/{bundle.name()}", player_script)
ROUTES = [Route("/readyz", readyz), Route(streams.ADDRESS, streams.sample), PLAYER]
