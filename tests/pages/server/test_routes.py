"""The server's own addresses: the player's script, and whether it is ready."""

import re

from pages.server import resources
from pages.shared.player.bundle import loader, script


def test_the_players_script_is_fetched_early_and_kept(client):
    (early,) = re.findall(r'<link rel="modulepreload" crossorigin href="(player.*?)">', client.get("/level-1").text)
    answer = client.get(f"/{early}")
    assert answer.status_code == 200 and answer.text == script()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert f'"{early}"' in loader() and len(loader()) < 200


def test_ready_is_said_only_when_everything_is_loaded(client):
    resources.ready.clear()
    assert client.get("/readyz").status_code == 503
    resources.ready.set()
    assert client.get("/readyz").status_code == 200
    resources.failed.set()
    assert client.get("/readyz").status_code == 503 and client.get("/readyz").json() == {"ready": False, "failed": True}
    resources.failed.clear()
    resources.ready.clear()
