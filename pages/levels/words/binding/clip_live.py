"""5.7: a small CLIP taught while the visitor watches: its buttons, its news, and where it stands."""

import streamlit as st

from diffusion_core.training.clip_lesson import CLIP_LESSONS, Look
from pages.levels.words.binding import clip_figures
from pages.server import queues
from pages.server.errands import (
    BROKE,
    CROWDED,
    FINISHED,
    LEFT,
    OVER,
    PAUSED,
    STOPPED,
    WAITING,
    WORKING,
    Errand,
    Full,
)

Lesson = Errand[Look]
EVERY = {WAITING: 2.0, WORKING: 0.7, PAUSED: 4.0}
"""Seconds between two looks of the browser at a lesson."""
NOT_YET = "it was still starting, no nudge yet"
_ENDS = {
    FINISHED: "Finished: {}.",
    STOPPED: "Stopped: {}.",
    LEFT: "You were away, so it was stopped: {}.",
    CROWDED: "Many were resting on this server, so the one that rested longest was ended: {}.",
    BROKE: "It broke off on the server. Please start it again.",
}


def lessons() -> dict[str, Lesson]:
    """This visitor's latest lesson of each name."""
    return st.session_state.setdefault("words.lessons", {})


def state(name: str) -> str:
    """Of the lesson of that name; OVER for none."""
    lesson = lessons().get(name)
    return lesson.state if lesson else OVER


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
    lesson, now = lessons().get(name), state(name)
    with st.container(horizontal=True, gap="small"):
        begin = st.button(f"{face} again" if lesson and now == OVER else face, type="primary", disabled=now != OVER,
                          key=f"words.start.{_id(name)}")  # fmt: skip
        rest = st.button("Go on" if now == PAUSED else "Pause", disabled=now not in (WORKING, PAUSED),
                         key=f"words.pause.{_id(name)}")  # fmt: skip
        end = st.button("Stop", disabled=now == OVER, key=f"words.stop.{_id(name)}")
    if begin:
        return _begin(name)
    if lesson and rest:
        (lesson.go_on if now == PAUSED else lesson.pause)()
    if lesson and end:
        lesson.stop()
    return bool(lesson and (rest or end))


def status(name: str) -> str:
    """Where it stands, in a sentence."""
    lesson = lessons().get(name)
    if lesson is None:
        return "Nobody has taught it anything yet."
    so_far = clip_figures.label(name, lesson.latest) if lesson.latest else NOT_YET
    if lesson.state == WAITING:
        return f"Somebody else is training on this server. You are number {lesson.place()} in the queue."
    if lesson.state == OVER:
        return _ENDS[lesson.why].format(so_far)
    if lesson.state == PAUSED:
        return "Paused. Others may train meanwhile."
    return f"At work: {so_far}." if lesson.results else "A process of its own is starting for you …"


def _begin(name: str) -> bool:
    """Start it, from nothing; one lesson for each visitor, so the other one stops."""
    for other in lessons().values():
        other.stop()
    try:
        lessons()[name] = queues.train(name, seed=0)
    except Full as full:
        st.info(str(full))
        return False
    return True


def _id(name: str) -> int:
    return list(CLIP_LESSONS).index(name)
