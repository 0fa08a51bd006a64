"""The HTML that a browser loads first: Streamlit's own, with our title and one line that says where the server is.

Without that line a link to a level makes the browser look for the server under /level-2/ first, and its console fills
with errors. Each of our pages is one segment deep, so the server is at the page's own folder, also behind a prefix.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pages.server.early import early_page
from pages.server.packing import ASK_AGAIN, mark_of, packed
from pages.server.plain_page import up
from pages.server.streamlit_private import first_page, usable
from pages.server.streamlit_table import FIRST_PAGE


@cache
def index_page(title: str) -> str:
    """Streamlit's index.html with the title and the line put in, or as it is where that is switched off."""
    page = first_page(title)
    return early_page(page) if usable(FIRST_PAGE) else page


_ROOT = '<div id="root">'
"""Where Streamlit draws."""


def _nothing(path: str) -> tuple[str, str]:
    return "", ""


def entry_routes(
    paths: Iterable[str], *, title: str, first_sight: Callable[[str], tuple[str, str]] = _nothing
) -> list[Route]:
    """A route for each page; paths: "" for the home page, "level-1" and so on, without further slashes.

    first_sight: gives HTML for the head and the body of a page, to be seen until Streamlit's scripts have come.

    What somebody adds to a page's address ("level-1/drop") leads to the page. There its scripts would not be found, and
    the visitor would look at nothing. No routes where our first page is switched off: Streamlit serves its own.
    """
    if not usable(FIRST_PAGE):
        return []

    async def index(path: str, request: Request) -> Response:
        # it may have to work out a film
        head, body = await run_in_threadpool(first_sight, path)
        page = index_page(title).replace("</title>", f"</title>\n    {head}", 1).replace(_ROOT, body + _ROOT, 1)
        return packed(mark_of(page), page.encode, request, media="text/html", headers=ASK_AGAIN)

    named = [path for path in paths if path]
    further = [Route(f"/{path}/{{rest:path}}", partial(_back_to, path)) for path in named]
    return [
        Route("/", partial(index, "")),
        *(Route(f"/{path}", partial(index, path)) for path in named),
        *further,
    ]


async def _back_to(path: str, request: Request) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{up(request.scope)}{path}{query}")
