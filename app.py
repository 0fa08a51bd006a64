"""The server. Start it with `make run`, or `streamlit run app.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from pages.frame import PAGES, SITE
from pages.server import resources, shelf
from pages.server.entry import entry_routes, index_page
from pages.server.files import PackedFiles
from pages.server.routes import ROUTES
from pages.server.security import SecurityHeaders
from pages.server.upload_door import UploadDoor
from pages.shared.page.card import SCRIPT as CARD


@asynccontextmanager
async def lifespan(server: st.App) -> AsyncIterator[None]:
    """The home page is served while torch and the networks are still loading."""
    shelf.put_up()
    resources.start()
    yield
    await run_in_threadpool(resources.stop)


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[*ROUTES, CARD.route, *entry_routes([page.path for page in PAGES], title=SITE)],
    middleware=[Middleware(UploadDoor), Middleware(SecurityHeaders, page=index_page(SITE)), Middleware(PackedFiles)],
)
