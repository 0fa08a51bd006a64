"""The server's own addresses, beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.server import closing, early, films, place, resources, streams, typed
from pages.server.packing import script_route
from pages.shared.player import bundle


async def readyz(request: Request) -> JSONResponse:
    """200 once everything is loaded, 503 before, when the network could not be, and at the server's end: for whoever
    sends visitors here.

    Without it levels 1 to 3 work all the same: `/_stcore/health` says whether the server answers at all.
    """
    failed = resources.failed.is_set()
    ready = resources.ready.is_set() and not failed and not closing.begun.is_set()
    return JSONResponse({"ready": ready, "failed": failed}, status_code=200 if ready else 503)


PLAYER = script_route(bundle.served())
SAVING = script_route(bundle.saving())
ROUTES = [
    Route("/readyz", readyz),
    Route(streams.ADDRESS, streams.sample),
    Route(typed.ADDRESS, typed.typed),
    Route(place.ADDRESS, place.place),
    Route(films.ADDRESS, films.film, methods=["POST"]),
    PLAYER,
    SAVING,
    *early.ROUTES,
]
