"""Addresses that lead nowhere, and those that do: ours, Streamlit's, and the two that every site is asked for."""

import re
import tomllib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from pages.server import addresses, routes
from pages.server.addresses import Addresses, small_files
from pages.server.entry import entry_routes, index_page
from pages.server.plain_page import STYLE
from pages.server.security import SecurityHeaders, digest
from pages.server.streamlit_private import STATIC, static_files
from pages.site_map import PAGES, SITE
from tests import ROOT

PATHS = [page.path for page in PAGES]
ICON = b"\x89PNG"


async def streamlits(scope, receive, send) -> None:
    """Streamlit answers whatever it is asked."""
    await PlainTextResponse("Streamlit's")(scope, receive, send)


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture
def client() -> TestClient:
    own = [*routes.ROUTES, *small_files(ICON), *entry_routes(PATHS, title=SITE)]
    shields = [
        Middleware(SecurityHeaders, page=index_page(SITE)),
        Middleware(Addresses, routes=own, pages=PATHS, site=SITE),
    ]
    below = [WebSocketRoute("/{path:path}", stream), Mount("/", streamlits)]
    return TestClient(Starlette(routes=[*own, *below], middleware=shields))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize(
    "path",
    ["nowhere", "a/b/c", "level-99", "level-1x", "index.html", "static/js/none.js", "static", "media", ".env", "%00",
     "_stcore/metrics", "_stcore/agent/mcp", "_stcore/script-health-check", "level-9%2f..%2fx%2fy"],
)  # fmt: skip
def test_an_unknown_address_gets_a_page_of_ours_with_404_whatever_is_asked_of_it(client, method, path):
    answer = client.request(method, f"/{path}")
    assert answer.status_code == 404
    assert method == "HEAD" or "There is no page here" in answer.text


def test_the_page_has_no_script_allows_none_and_asks_for_nothing_but_the_icon(client):
    answer = client.get("/a/b/c")
    rules = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'none'" and "script-src" not in rules and rules["img-src"] == "'self'"
    assert rules["style-src"] == digest(STYLE) and f"<style>{STYLE}</style>" in answer.text
    assert "<script" not in answer.text and " on" not in " ".join(re.findall(r"<\w+([^>]*)>", answer.text))
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "home"), [("/a", "./"), ("/a/b", "../"), ("/a/b/c", "../../"), ("/a%2Fb", "./"), ("//a/b", "../../")]
)
def test_its_links_lead_home_also_behind_a_prefix(client, path, home):
    links = re.findall(r'(?:href|src)="(.*?)"', client.get(f"http://testserver{path}").text)
    assert links == [f"{home}favicon.ico", f"{home}favicon.ico", home]


def test_nothing_of_the_address_stands_on_it(client):
    assert "alert" not in client.get("/<script>alert(1)</script>/alert").text


def test_it_has_the_colours_of_the_site():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    light, dark = re.findall(r"--back: (\S+); --text: (\S+); --link: (\S+); --line: (\S+);", STYLE)
    for colours, kind in ((light, "light"), (dark, "dark")):
        names = ("backgroundColor", "textColor", "primaryColor", "borderColor")
        assert colours == tuple(theme[kind][name] for name in names)


@pytest.mark.parametrize("path", [f"/{path}" for path in PATHS])
def test_every_page_is_known_also_where_streamlit_serves_it(client, path):
    assert client.get(path).status_code == 200
    shield = Addresses(streamlits, routes=[], pages=PATHS, site=SITE)
    assert shield.leads_somewhere({"type": "http", "path": path})


@pytest.mark.parametrize(
    "path",
    ["_stcore/health", "_stcore/host-config", "_stcore/upload_file/session/file", "_stcore/bidi-components/a/b.js",
     "media/abc.png", "component/a/index.html", "favicon.png"],
)  # fmt: skip
def test_streamlits_own_addresses_are_passed_on(client, path):
    for method in ("GET", "PUT", "OPTIONS"):
        assert client.request(method, f"/{path}").text == "Streamlit's"


def test_all_that_streamlits_first_page_loads_is_passed_on(client):
    loaded = re.findall(r'(?:href|src)="\./((?!_stcore)[^"]+)"', (STATIC / "index.html").read_text(encoding="utf-8"))
    assert len(loaded) > 5 and set(loaded) <= static_files()
    assert {client.get(f"/{path}").text for path in loaded} == {"Streamlit's"}


def test_a_visit_has_one_address(client):
    with client.websocket_connect("/_stcore/stream"):
        pass
    for other in ("/nowhere", "/level-1", "/_stcore/health"):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(other):
            pass


def test_behind_a_prefix_of_streamlits_its_addresses_are_known(monkeypatch):
    monkeypatch.setattr(addresses.st, "get_option", lambda name: "/ink/" if name == "server.baseUrlPath" else None)
    shield = Addresses(streamlits, routes=[], pages=PATHS, site=SITE)
    for path, known in (("/ink/_stcore/health", True), ("/ink/level-1", True), ("/ink/nowhere", False)):
        assert shield.leads_somewhere({"type": "http", "path": path}) == known


def test_the_icon_and_the_rules_for_search_engines_are_there(client):
    icon, robots = client.get("/favicon.ico"), client.get("/robots.txt")
    assert (icon.status_code, icon.content, icon.headers["content-type"]) == (200, ICON, "image/png")
    assert robots.status_code == 200 and robots.text.startswith("User-agent: *\n") and "Disallow: /api/" in robots.text
