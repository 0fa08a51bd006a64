"""QR codes lead to pages of this site and nowhere else, by an address that other people's telephones can reach."""

import io
import re

import pytest
import segno
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server import public
from pages.server.qr import LONGEST, code, qr_route

PAGES = ("", "level-1", "level-2")
LOCAL = "192.168.1.20"


@pytest.fixture
def client(monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setattr(public, "in_local_network", lambda: LOCAL)
    return lambda base: TestClient(Starlette(routes=[qr_route(PAGES)]), base_url=base)


def dots(svg: bytes) -> str:
    """What is drawn: equal drawings say the same."""
    return re.search(r'class="qrline"[^>]* d="([^"]+)"', svg.decode())[1]


def drawing_of(address: str) -> str:
    """What the library draws for an address, as somebody would call it who never saw our code."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=4)
    return re.search(r' d="([^"]+)"', out.getvalue().decode())[1]


CAME_BY = {
    ("https://ink.example.org", ""): "https://ink.example.org/",
    ("http://10.0.0.7:8501", ""): "http://10.0.0.7:8501/",
    ("http://localhost:8501", ""): f"http://{LOCAL}:8501/",
    ("http://127.0.0.1:8600", ""): f"http://{LOCAL}:8600/",
    ("http://localhost:8501", "https://school.example.org/ink"): "https://school.example.org/ink/",
    ("http://10.0.0.7:8501", "https://school.example.org/ink/"): "https://school.example.org/ink/",
}


@pytest.mark.parametrize(("base", "named"), CAME_BY)
def test_a_code_leads_where_others_reach_the_site(client, monkeypatch, base, named):
    if named:
        monkeypatch.setenv("PUBLIC_URL", named)
    answer = client(base).get("/qr.svg", params={"to": "level-2?noise.seed=7&moment=noise.2#experiment-2-2"})
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
    site = CAME_BY[base, named]
    assert dots(answer.content) == drawing_of(f"{site}level-2?noise.seed=7&moment=noise.2#experiment-2-2")
    assert dots(answer.content) != drawing_of(f"{site}level-2?noise.seed=8&moment=noise.2#experiment-2-2")


ELSEWHERE = ["https://evil.example.org/level-1", "//evil.example.org/level-1", "level-9", "../level-1", "level-1/x",
             "javascript:alert(1)", "http://[", f"level-1?x={'y' * LONGEST}"]  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE)
def test_no_code_leads_elsewhere(client, to):
    assert client("http://10.0.0.7:8501").get("/qr.svg", params={"to": to}).status_code == 404


@pytest.mark.parametrize("host", ["a b", "x<script>", "user@host", "10.0.0.7:port"])
def test_a_host_that_is_none_gets_no_code(client, host):
    assert client("http://10.0.0.7").get("/qr.svg", params={"to": "level-1"}, headers={"Host": host}).status_code == 404


def test_a_code_is_black_on_white_with_the_margin_that_readers_need():
    svg = code("http://10.0.0.7:8501/level-1").decode()
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    assert (size - 2 * 4 - 17) % 4 == 0 and "#fff" in svg and "#000" in svg and "<script" not in svg


def test_the_local_network_is_told_only_where_the_server_listens_there(monkeypatch):
    monkeypatch.setattr(public.st, "get_option", {"server.address": "127.0.0.1"}.get)
    assert public.in_local_network() == ""
    monkeypatch.setattr(public.st, "get_option", {}.get)
    assert not public.in_local_network().startswith("127.")
