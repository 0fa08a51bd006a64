"""What the server promises beside its pages: headers, settings, one palette, one list of questions."""

import gc
import re
import subprocess
import sys
import tomllib

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from pages.server import resources
from pages.shared.page.questions import QUESTIONS
from pages.shared.page.theme import ROLES
from pages.shared.player.bundle import loader, script
from tests import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
JAVASCRIPT = (ROOT / "pages" / "shared" / "player" / "assets" / "colours.js").read_text(encoding="utf-8")


def test_every_inline_script_of_the_first_page_is_allowed_by_its_hash_and_no_other(client):
    answer = client.get("/level-2")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    allowed = re.search(r"script-src ([^;]*)", answer.headers["content-security-policy"])[1].split()
    assert len([source for source in allowed if source.startswith("'sha256-")]) == len(scripts) >= 2
    assert "'unsafe-inline'" not in allowed and "'unsafe-eval'" not in allowed


def test_the_headers_stand_on_every_answer_of_every_kind(client):
    for path in ("/", "/level-4", "/readyz", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("more", ["", "drop", "a/b", "//elsewhere.example/"])
def test_more_behind_a_pages_address_leads_to_the_page(client, more):
    answer = client.get(f"/level-1/{more}?ink.seed=3")
    assert (answer.url.host, answer.url.path, answer.url.query) == ("testserver", "/level-1", b"ink.seed=3")
    assert "<title>" in answer.text


def test_the_players_script_is_fetched_early_and_kept(client):
    (early,) = re.findall(r'<link rel="modulepreload" href="(.*?)" />', client.get("/level-1").text)
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
    resources.ready.clear()


def test_settings_are_known_to_this_streamlit():
    # postScriptGC is a hidden option and could vanish
    known = config.get_config_options()
    flat = [f"{section}.{name}" for section, values in SETTINGS.items() for name in values if section != "theme"]
    assert set(flat) <= set(known)
    themes = [f"theme.{name}" for name, value in SETTINGS["theme"].items() if not isinstance(value, dict)]
    themes += [f"theme.{kind}.{name}" for kind in ("light", "dark") for name in SETTINGS["theme"][kind]]
    assert set(themes) <= set(known)


def test_nothing_is_collected_after_a_run(monkeypatch):
    assert SETTINGS["runner"]["postScriptGC"] is False
    before = config.get_option("runner.postScriptGC")
    config.set_option("runner.postScriptGC", SETTINGS["runner"]["postScriptGC"])
    calls = []
    monkeypatch.setattr(gc, "collect", lambda *generation: calls.append(generation))
    AppTest.from_string("import streamlit as st; st.write('hello')").run()
    config.set_option("runner.postScriptGC", before)
    assert calls == []


def test_usage_statistics_are_off():
    assert SETTINGS["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_quantity_has_one_colour_in_words_plots_and_motion(theme):
    ours = {name: getattr(role, theme) for name, role in ROLES.items()}
    words = {name: SETTINGS["theme"][theme][f"{role.markdown}TextColor"] for name, role in ROLES.items()}
    line = re.search(rf"\b{theme}: \{{([^}}]*)\}}", JAVASCRIPT)[1]
    motion = dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', line))
    assert ours == words == {name: motion[name] for name in ROLES}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ROLES)
def test_each_colour_can_be_read_on_its_background(role, theme):
    # WCAG 2.2, success criterion 1.4.3
    ink, paper = luminance(getattr(ROLES[role], theme)), luminance(SETTINGS["theme"][theme]["backgroundColor"])
    assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 4.5


def test_no_question_is_missing():
    assert list(QUESTIONS) == [f"Q{number}" for number in range(1, len(QUESTIONS) + 1)]
    assert len(QUESTIONS) >= 34 and len(set(QUESTIONS.values())) == len(QUESTIONS)


def test_the_server_starts_without_waiting_for_torch():
    code = "import sys, app; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0
