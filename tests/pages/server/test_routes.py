"""The server's own addresses: the player's script, and whether it is ready."""

import re

import brotli
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server import resources
from pages.server.packing import script_route
from pages.shared.page import card
from pages.shared.player import bundle
from pages.shared.player.bundle import loader, script


def test_the_players_script_is_fetched_early_and_kept(client):
    (early,) = re.findall(r'<link rel="modulepreload" crossorigin href="(player.*?)">', client.get("/level-1").text)
    answer = client.get(f"/{early}")
    assert answer.status_code == 200 and answer.text == script()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert f'"{early}"' in loader() and len(loader()) < 200


def test_the_scripts_of_components_are_packed_once_and_not_for_each_who_asks(client, monkeypatch):
    for one in (bundle.served(), card.SCRIPT):
        site = TestClient(Starlette(routes=[script_route(one)]))
        answer = site.get(f"/{one.name}", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br" and answer.text == one.text
        monkeypatch.setattr(brotli, "compress", None)
        assert site.get(f"/{one.name}", headers={"Accept-Encoding": "br"}).text == one.text
        again = {"Accept-Encoding": "br", "If-None-Match": answer.headers["ETag"]}
        assert site.get(f"/{one.name}", headers=again).status_code == 304
        monkeypatch.undo()


def test_ready_is_said_only_when_everything_is_loaded(client):
    resources.ready.clear()
    assert client.get("/readyz").status_code == 503
    resources.ready.set()
    assert client.get("/readyz").status_code == 200
    resources.failed.set()
    assert client.get("/readyz").status_code == 503 and client.get("/readyz").json() == {"ready": False, "failed": True}
    resources.failed.clear()
    resources.ready.clear()
