"""Streamlit's own files: packed they are the same, kept for good, and nothing else is touched."""

import gzip
from collections.abc import AsyncIterator

import anyio
import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from pages.server import files, packing, streamlit_private, streams
from pages.server.files import PackedFiles
from pages.server.streamlit_private import STATIC

JS = STATIC / "static" / "js"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
SCRIPT = max(JS.glob("react-dom.*.js"), key=lambda path: path.stat().st_size)
STYLE = next((STATIC / "static" / "css").glob("index.*.css"))
FONT = next((STATIC / "static" / "media").glob("SourceSansVF-Upright*.woff2"))


async def beneath(request) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's own answer")


@pytest.fixture
def site() -> TestClient:
    """Our middleware as in app.py, Streamlit's compression and its files beneath."""
    files = Mount("/", create_streamlit_static_handler(str(STATIC), None))
    routes = [Route("/elsewhere", beneath), Route("/static", beneath), files]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PackedFiles), Middleware(GZipMiddleware)]))


def raw(site: TestClient, path: str, **headers: str) -> tuple[dict, bytes]:
    """An answer's headers and its body as it comes over the line."""
    with site.stream("GET", path, headers={"Accept-Encoding": "", **headers}) as answer:
        return dict(answer.headers) | {"status": answer.status_code}, b"".join(answer.iter_raw())


def address(path) -> str:
    return "/" + path.relative_to(STATIC).as_posix()


@pytest.mark.parametrize("path", [SCRIPT, STYLE], ids=lambda path: path.suffix)
@pytest.mark.parametrize("encoding", UNPACK)
def test_a_packed_file_is_smaller_and_unpacked_the_same(site, path, encoding):
    headers, body = raw(site, address(path), **{"Accept-Encoding": encoding})
    assert headers["content-encoding"] == encoding and int(headers["content-length"]) == len(body)
    assert UNPACK[encoding](body) == path.read_bytes() and len(body) < 0.4 * path.stat().st_size


@pytest.mark.parametrize("accepted, encoding", [
    ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("br ; q=0.1", "br"),
    ("gzip;q=0.0", None), ("identity", None), ("", None), ("brr, xgzip", None),
])  # fmt: skip
def test_a_browser_gets_the_best_that_it_takes_and_plain_where_it_takes_none(site, accepted, encoding):
    headers, body = raw(site, address(SCRIPT), **{"Accept-Encoding": accepted})
    assert headers.get("content-encoding") == encoding
    assert encoding or body == SCRIPT.read_bytes()


def test_a_file_is_kept_for_good_under_its_type_and_by_encoding(site):
    for path, media in ((SCRIPT, "text/javascript"), (STYLE, "text/css")):
        headers, _ = raw(site, address(path), **{"Accept-Encoding": "br"})
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert headers["content-type"].startswith(media) and headers["vary"] == "Accept-Encoding"


def test_who_has_a_file_already_is_told_so_and_who_has_it_in_another_form_is_sent_it(site):
    tag = raw(site, address(SCRIPT), **{"Accept-Encoding": "br"})[0]["etag"]
    for same in (tag, f"W/{tag}", f'"other", {tag}'):
        headers, body = raw(site, address(SCRIPT), **{"Accept-Encoding": "br", "If-None-Match": same})
        assert headers["status"] == 304 and body == b"" and headers["etag"] == tag
    assert raw(site, address(SCRIPT), **{"Accept-Encoding": "gzip", "If-None-Match": tag})[0]["status"] == 200
    assert raw(site, address(SCRIPT), **{"If-None-Match": tag})[0]["status"] == 200


def test_each_file_is_packed_once(site, monkeypatch):
    monkeypatch.setattr(packing, "_kept", {})
    calls = []
    usual = packing.ENCODINGS["br"]
    monkeypatch.setitem(packing.ENCODINGS, "br", lambda text: calls.append(text) or usual(text))
    for _ in range(3):
        raw(site, address(STYLE), **{"Accept-Encoding": "br"})
    assert len(calls) == 1


def test_a_range_is_of_the_plain_file(site):
    headers, body = raw(site, address(SCRIPT), **{"Accept-Encoding": "identity", "Range": "bytes=100-199"})
    assert headers["status"] == 206 and body == SCRIPT.read_bytes()[100:200]


def test_a_font_is_sent_as_it_is(site):
    headers, body = raw(site, address(FONT), **{"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in headers and body == FONT.read_bytes()


@pytest.mark.parametrize(
    "name", ["js/nobody.js", "js/../index.html", "..%2f..%2fapp.py", "js/%2e%2e/%2e%2e/index.html"]
)
def test_a_name_that_no_file_has_is_not_found(site, name):
    headers, body = raw(site, f"/static/{name}", **{"Accept-Encoding": "br"})
    assert headers["status"] == 404 and b"<title>" not in body and "immutable" not in headers.get("cache-control", "")


def test_all_else_is_left_alone(site):
    assert raw(site, "/elsewhere")[1] == raw(site, "/static")[1] == b"Streamlit's own answer"
    assert site.post(address(SCRIPT)).status_code == 405


def test_without_streamlits_files_it_answers_itself(site, monkeypatch, tmp_path):
    monkeypatch.setattr(streamlit_private, "STATIC", tmp_path)
    files._files.cache_clear()
    try:
        assert "content-encoding" not in raw(site, address(SCRIPT), **{"Accept-Encoding": "br"})[0]
    finally:
        files._files.cache_clear()


def test_a_stream_goes_on_piece_by_piece():
    """Each piece has gone out, and not compressed, before the next is made."""
    sent: list[bytes] = []
    gone_before = []

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(3):
            gone_before.append(len(b"".join(sent)))
            yield b"%d" % number * 2000

    async def send(message: dict) -> None:
        sent.append(message.get("body", b""))

    async def receive() -> dict:
        await anyio.sleep_forever()

    async def flow(request) -> StreamingResponse:
        return StreamingResponse(pieces(), media_type=streams.MEDIA, headers=streams.HEADERS)

    app = Starlette(
        routes=[Route(streams.ADDRESS, flow)], middleware=[Middleware(PackedFiles), Middleware(GZipMiddleware)]
    )
    headers = [(b"accept-encoding", b"gzip, br")]
    scope = {"type": "http", "method": "GET", "path": streams.ADDRESS, "query_string": b"", "headers": headers}
    anyio.run(app, scope, receive, send)
    assert gone_before == [0, 2000, 4000] and len(b"".join(sent)) == 6000
