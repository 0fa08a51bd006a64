"""5.7: a small CLIP taught while the visitor watches: its buttons, its news, and where it stands."""

import streamlit as st

from diffusion_core.training.clip_lesson import CLIP_LESSONS, Look
from pages.levels.words.binding import clip_figures
from pages.server.errands import PAUSED, WAITING, WORKING, Errand
from pages.shared.keeping import under_way

Lesson = Errand[Look]
EVERY = {WAITING: 2.0, WORKING: 0.7, PAUSED: 4.0}
"""Seconds between two looks of the browser at a lesson."""


def lessons() -> dict[str, Lesson]:
    """This visitor's latest lesson of each name."""
    return st.session_state.setdefault("words.lessons", {})


def state(name: str) -> str:
    """Of the lesson of that name; OVER for none."""
    return under_way.standing(lessons().get(name))


def looks(name: str) -> list[Look]:
    """What was seen of it so far."""
    lesson = lessons().get(name)
    return list(lesson.results) if lesson else []


def finished(name: str) -> Look | None:
    """The last look at a lesson that came to its end."""
    lesson = lessons().get(name)
    return lesson.latest if lesson and lesson.finished else None


def buttons(name: str, face: str) -> bool:
    """Start, pause and stop; whether one of them was pressed. face: of the first."""
    keys = (f"words.start.{_id(name)}", f"words.pause.{_id(name)}", f"words.stop.{_id(name)}")
    return under_way.buttons(lessons().get(name), lambda: _begin(name), keys=keys, start=face, again=f"{face} again")


def status(name: str) -> str:
    """Where it stands, in a sentence."""
    lesson = lessons().get(name)
    if lesson is None:
        return "Yours hasn't been taught yet."
    so_far = clip_figures.label(name, lesson.latest) if lesson.latest else under_way.NOT_YET
    return under_way.status(lesson, so_far, at_work=f"At work: {so_far}.")


def _begin(name: str) -> bool:
    """Start it, from nothing; one lesson for each visitor, so the other one stops."""
    for other in lessons().values():
        other.stop()
    return under_way.started(lessons(), name)


def _id(name: str) -> int:
    return list(CLIP_LESSONS).index(name)
