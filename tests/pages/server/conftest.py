"""What the tests of the server share: a client that asks its own addresses and its pages'."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from pages.frame import PAGES, SITE
from pages.server import routes
from pages.server.entry import entry_routes, index_page
from pages.server.security import SecurityHeaders


@pytest.fixture
def client() -> TestClient:
    shield = Middleware(SecurityHeaders, page=index_page(SITE))
    paths = [page.path for page in PAGES]
    return TestClient(Starlette(routes=[*routes.ROUTES, *entry_routes(paths, title=SITE)], middleware=[shield]))
