"""The server. Start it with `make run`, or `streamlit run app.py`."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages.frame import ICON
from pages.server import door, resources, shelf, sockets
from pages.server.addresses import Addresses, small_files
from pages.server.bounds import Bounds
from pages.server.entry import entry_routes, index_page
from pages.server.files import PackedFiles
from pages.server.origins import Origins
from pages.server.packing import script_route
from pages.server.routes import ROUTES
from pages.server.security import Hosts, SecurityHeaders
from pages.server.upload_door import UploadDoor
from pages.shared.page.card import SCRIPT as CARD
from pages.site_map import PAGES, SITE
from pages.start.first import SCRIPT as FIRST
from pages.start.first import first_sight

paths = [page.path for page in PAGES]
icon = base64.b64decode(ICON.partition(",")[2])
routes = [*ROUTES, script_route(CARD), script_route(FIRST), *small_files(icon)]
routes += entry_routes(paths, title=SITE, first_sight=first_sight)
limits = sockets.limits(sockets.allow_files(), kept=door.KEPT)


@asynccontextmanager
async def lifespan(server: st.App) -> AsyncIterator[None]:
    """The home page is served while torch and the networks are still loading."""
    sockets.guard(limits.connections, longest=door.MOST_BYTES)
    shelf.put_up()
    resources.start()
    seeing_off = asyncio.create_task(door.see_off())
    yield
    seeing_off.cancel()
    await run_in_threadpool(resources.stop)


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=routes,
    middleware=[
        Middleware(ProxyHeadersMiddleware, trusted_hosts=sockets.proxies()),
        Middleware(UploadDoor),
        Middleware(SecurityHeaders, page=index_page(SITE)),
        Middleware(Bounds),
        Middleware(Hosts),
        Middleware(Origins),
        Middleware(Addresses, routes=routes, pages=paths, site=SITE),
        Middleware(door.Door, pages=paths, site=SITE, seats=limits.seats),
        Middleware(PackedFiles),
    ],
)
