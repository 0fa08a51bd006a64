"""What the site keeps is said on one screen, and is what it keeps."""

import re

from tests import ROOT
from tests.pages.driver import control, controls, opened, words

OWN_STORAGE = {"ink.bets", "ink.class", "ink.seen"}
"""What scripts keep in a browser beyond the visit; of a class's the page of rooms tells."""


def test_what_is_kept_is_said_on_one_screen():
    text = words(opened("privacy"))
    for said in ("In your own browser", "64 × 64", "in no log", "_streamlit_xsrf", "none is told anything"):
        assert said in text
    assert len(re.findall(r"\w+", text)) < 380


def test_who_runs_the_server_is_named_as_they_wish(monkeypatch):
    assert "Who runs" not in words(opened("privacy"))
    monkeypatch.setenv("RUN_BY", "The *Ink* School, ink@school.example")
    assert "**Who runs this server:** The \\*Ink\\* School" in words(opened("privacy"))


def test_bets_can_be_cleared_there():
    page = opened("privacy", bets={"noise.heaps": "Both"})
    control(page, "memory.clear").click().run()
    assert "bets" not in page.session_state
    assert [one.key for one in controls(page)] == ["memory.clear"]


def test_nothing_else_is_kept_in_a_browser():
    kept = set()
    for script in (ROOT / "pages").rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "document.cookie" not in text and "indexedDB" not in text, script
        if "localStorage" in text:
            kept |= set(re.findall(r'"(ink\.[a-z]+)"', text))
    assert kept == OWN_STORAGE
