"""The headers that every answer carries, and the scripts that they allow."""

import base64
import hashlib
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from pages.server.security import MISNAMED, Hosts, SecurityHeaders, sockets_of


def test_every_inline_script_of_the_first_page_is_allowed_by_its_hash_and_no_other(client):
    answer = client.get("/level-2")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    allowed = re.search(r"script-src ([^;]*)", answer.headers["content-security-policy"])[1].split()
    # CSP level 3, section 6.7.3.3: the digest of the script's text, in base64
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    hashes = {source for source in allowed if source.startswith("'sha")}
    assert hashes == {f"'sha256-{digest}'" for digest in digests} and len(scripts) >= 2
    assert "'unsafe-inline'" not in allowed and "'unsafe-eval'" not in allowed


def test_the_headers_stand_on_every_answer_of_every_kind(client):
    for path in ("/", "/level-4", "/readyz", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_no_other_site_may_read_an_answer():
    async def open_to_all(request) -> PlainTextResponse:
        headers = {"Access-Control-Allow-Origin": "http://localhost", "Access-Control-Allow-Credentials": "true"}
        return PlainTextResponse("a file", headers=headers | {"Allow": "PUT"})

    routes = [Route("/upload", open_to_all, methods=["GET", "OPTIONS"])]
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, page="")]))
    for answer in (client.options("/upload"), client.get("/upload")):
        assert answer.headers["allow"] == "PUT"
        assert not [name for name in answer.headers if name.startswith("access-control-allow-")]


@pytest.mark.parametrize("host", ["ink.example.org", "ink.example.org:8501", "127.0.0.1:8501", "localhost."])
def test_a_page_may_speak_to_the_host_it_came_from_and_to_no_other(client, host):
    rules = client.get("/level-1", headers={"host": host}).headers["content-security-policy"].split("; ")
    (connect,) = [rule for rule in rules if rule.startswith("connect-src")]
    assert connect == f"connect-src 'self' ws://{host} wss://{host}"


def test_behind_tls_it_speaks_over_tls_only():
    assert sockets_of("ink.example.org", "https") == "wss://ink.example.org"


@pytest.mark.parametrize(
    "host", ["*", "*.example.org", "a b", "a;script-src *", "a/", "a@b", "[::1]:8501", "a:99999999", ".", "", "a\u00e4"]
)
def test_what_is_no_name_of_a_host_is_not_written_into_the_policy(client, host):
    assert sockets_of(host, "http") == ""
    policy = client.get("/level-1", headers={"host": host.encode("latin-1")}).headers["content-security-policy"]
    assert "connect-src 'self'; worker-src" in policy


async def words(request) -> PlainTextResponse:
    return PlainTextResponse("a page")


async def visit(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture
def ask(monkeypatch):
    """ask(names, host, path): the status of an answer of a server that is known by these names."""

    def status(names: str, host: str, path: str = "/level-1") -> int:
        monkeypatch.setenv("ALLOWED_HOSTS", names)
        routes = [Route("/level-1", words), Route("/readyz", words), WebSocketRoute("/stream", visit)]
        client = TestClient(Starlette(routes=routes, middleware=[Middleware(Hosts)]), base_url=f"http://{host}")
        if path != "/stream":
            answer = client.get(path)
            assert answer.text == (MISNAMED if answer.status_code == 421 else "a page")
            return answer.status_code
        try:
            with client.websocket_connect(f"ws://{host}/stream"):
                return 101
        except WebSocketDisconnect:
            return 403

    return status


@pytest.mark.parametrize(
    ("names", "host", "allowed"),
    [
        ("", "anything.example", True),
        ("ink.example.org", "ink.example.org", True),
        ("ink.example.org", "INK.example.org:8501", True),
        ("ink.example.org 10.0.0.7", "10.0.0.7:80", True),
        ("*.example.org", "ink.example.org", True),
        ("*.example.org", "example.org", False),
        ("ink.example.org", "evil.example", False),
        ("ink.example.org", "ink.example.org.evil.example", False),
        ("::1", "[::1]:8501", True),
        ("::1", "[::2]:8501", False),
    ],
)
def test_the_server_answers_only_to_its_names_where_it_has_been_given_some(ask, names, host, allowed):
    assert ask(names, host) == (200 if allowed else 421)
    assert ask(names, host, "/stream") == (101 if allowed else 403)


def test_whoever_looks_after_the_server_may_ask_by_its_number(ask):
    assert ask("ink.example.org", "10.0.0.7", "/readyz") == 200
