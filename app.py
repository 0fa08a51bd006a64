"""The server. Start it with `make run`, or `streamlit run app.py`."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages.server import logs

logs.set_up()  # some of what follows speaks while it is imported

from pages.classroom import office
from pages.classroom.api import ROUTES as CLASS_ROUTES
from pages.classroom.room import SCRIPT as ROOM
from pages.frame import ICON
from pages.server import closing, collector, door, not_yet, resources, runs, shelf, sockets, theme_once
from pages.server.addresses import Addresses, small_files
from pages.server.bounds import Bounds
from pages.server.entry import entry_routes, index_page
from pages.server.files import PackedFiles
from pages.server.metrics import Counting
from pages.server.origins import Origins
from pages.server.packing import script_route
from pages.server.qr import qr_route
from pages.server.routes import ROUTES
from pages.server.security import Hosts, SecurityHeaders
from pages.server.upload_door import UploadDoor
from pages.shared.handouts.worksheets import ROUTES as WORKSHEETS
from pages.shared.page.card import SCRIPT as CARD
from pages.shared.page.chips import SCRIPT as CHIPS
from pages.shared.page.class_strip import SCRIPT as STRIP
from pages.shared.page.present import SCRIPT as PRESENT
from pages.shared.page.state import SCRIPT as LINK
from pages.site_map import PAGES, SITE
from pages.start import arrivals
from pages.start.first import SCRIPT as FIRST
from pages.start.first import first_sight

paths = [page.path for page in PAGES]
icon = base64.b64decode(ICON.partition(",")[2])
routes = [*ROUTES, *CLASS_ROUTES, *WORKSHEETS, *map(script_route, (CARD, CHIPS, FIRST, LINK, PRESENT, ROOM, STRIP))]
routes += [*small_files(icon), qr_route(paths)]
routes += entry_routes(paths, title=SITE, first_sight=first_sight)
limits = sockets.limits(sockets.allow_files(), kept=door.KEPT)


@asynccontextmanager
async def lifespan(server: st.App) -> AsyncIterator[None]:
    """The home page is served while torch and the networks are still loading."""
    # it would write down each visitor's address, and all that stands behind the address of a visit
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    sockets.guard(limits.connections, longest=door.MOST_BYTES)
    closing.prepare()
    shelf.put_up()
    runs.guard()
    not_yet.guard()
    theme_once.guard()
    resources.start()
    arrivals.start()
    works = (door.see_off(), office.keep_tidy(), collector.collect_in_quiet(runs.PLACES))
    background = [asyncio.create_task(work) for work in works]
    yield
    for work in background:
        work.cancel()
    arrivals.stop()
    await run_in_threadpool(resources.stop)


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=routes,
    middleware=[
        Middleware(Counting),
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
