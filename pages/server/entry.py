"""The HTML that a browser loads first: Streamlit's own, with our title and one line that says where the server is.

Without that line a link to a level makes the browser look for the server under /level-2/ first, and its console fills
with errors. Each of our pages is one segment deep, so the server is at the page's own folder, also behind a prefix.
"""

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from pages.shared.player import bundle

_BASE = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href }</script>'


@cache
def index_page(title: str) -> str:
    """Streamlit's index.html with the title and the line put in. Raises RuntimeError where it looks unfamiliar."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes().decode()
    head = "<title>Streamlit</title>"
    if page.count(head) != 1:
        raise RuntimeError("This Streamlit's index.html is not the one that pages/server/entry.py knows.")
    # the player's script would be asked for only when the first picture has come
    early = f'<link rel="modulepreload" href="{bundle.name()}" />'
    return page.replace(head, f"<title>{title}</title>\n    {early}\n    {_BASE}")


def entry_routes(paths: Iterable[str], *, title: str) -> list[Route]:
    """A route for each page; paths: "" for the home page, "level-1" and so on, without further slashes.

    What somebody adds to a page's address ("level-1/drop") leads to the page. There its scripts would not be found, and
    the visitor would look at nothing.
    """

    async def index(request: Request) -> HTMLResponse:
        return HTMLResponse(index_page(title), headers={"Cache-Control": "no-cache"})

    named = [path for path in paths if path]
    further = [Route(f"/{path}/{{rest:path}}", partial(_back_to, path)) for path in named]
    return [Route("/", index), *(Route(f"/{path}", index) for path in named), *further]


async def _back_to(path: str, request: Request) -> RedirectResponse:
    # relative, since the site may stand behind a prefix
    up = "../" * (request.path_params["rest"].count("/") + 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{up}{path}{query}")
