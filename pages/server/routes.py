"""The server's own addresses, beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.server import early, resources, streams
from pages.shared.player import bundle


async def readyz(request: Request) -> JSONResponse:
    """200 once everything is loaded, 503 before: for whoever sends visitors here."""
    loaded = resources.ready.is_set()
    return JSONResponse({"ready": loaded}, status_code=200 if loaded else 503)


PLAYER = bundle.served().route
ROUTES = [Route("/readyz", readyz), Route(streams.ADDRESS, streams.sample), PLAYER, *early.ROUTES]
