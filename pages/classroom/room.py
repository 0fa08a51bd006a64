"""The room's page in the browser: one component that asks the server by itself, so that no page is run for any news."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from pages.classroom import catalogue, way
from pages.classroom.plans import PLANS, USUAL
from pages.classroom.states import SURE
from pages.shared.page.class_strip import LINE
from pages.shared.player.bundle import Served, joined
from pages.shown import Experiment

_HERE = Path(__file__).parent / "browser"
SCRIPT = Served(
    "room", joined([*LINE, *(_HERE / name for name in ("parts.js", "start.js", "pupil.js", "teacher.js", "room.js"))])
)
_room = st.components.v2.component(
    "class_room", js=SCRIPT.loader, css=(_HERE / "room.css").read_text(encoding="utf-8"), isolate_styles=True
)


def room(key: str) -> None:
    """Put it on the page."""
    lessons = [{"plan": plan, "bets": _bets(plan), "shows": _named(way.shows(plan))} for plan in PLANS]
    _room(key=key, data={"lessons": lessons, "usual": USUAL, "sure": list(SURE)})


def _bets(plan: str) -> list[dict[str, str]]:
    return _named(map(catalogue.experiment, catalogue.lesson(plan)))


def _named(found: Iterable[Experiment]) -> list[dict[str, str]]:
    return [{"name": one.function, "title": one.title} for one in found]
