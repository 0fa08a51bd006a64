"""A training that a visitor leads: its buttons, and in a sentence where it stands."""

from collections.abc import Callable, MutableMapping
from typing import Any

import streamlit as st

from pages.server import queues
from pages.server.errands import (
    BROKE,
    CLOSED,
    CROWDED,
    FINISHED,
    LEFT,
    OUTNUMBERED,
    OVER,
    PAUSED,
    STOPPED,
    WAITING,
    WORKING,
    Errand,
    Full,
)

NOT_YET = "it was still starting, no nudge yet"
RESTING = "Paused. Others may train meanwhile."
STARTING = "A process of its own is starting for you …"
ENDS = {
    FINISHED: "Finished: {so_far}.",
    STOPPED: "Stopped: {so_far}.",
    LEFT: "You were away, so it was stopped: {so_far}.",
    CROWDED: "Many were resting on this server, so the one that rested longest was ended: {so_far}.",
    OUTNUMBERED: "Very many were waiting, so it lost its place: {so_far}. Please start it again in a few minutes.",
    CLOSED: "The server is closing, so it was ended: {so_far}.",
    BROKE: "It broke off on the server. Please start it again.",
}


def standing(training: Errand[Any] | None) -> str:
    """Its state; OVER for none."""
    return training.state if training else OVER


def buttons(training: Errand[Any] | None, begin: Callable[[], bool], *, keys: tuple[str, str, str], start: str,
            again: str, go_on: str = "Go on") -> bool:  # fmt: skip
    """Start, pause and stop; whether one of them was pressed.

    begin: starts one, and says whether it could; keys: of the three; start, again, go_on: words on them.
    """
    now = standing(training)
    with st.container(horizontal=True, gap="small"):
        begun = st.button(again if training and now == OVER else start, type="primary", disabled=now != OVER,
                          key=keys[0])  # fmt: skip
        rest = st.button(go_on if now == PAUSED else "Pause", disabled=now not in (WORKING, PAUSED), key=keys[1])
        end = st.button("Stop", disabled=now == OVER, key=keys[2])
    if begun:
        return begin()
    if training and rest:
        (training.go_on if now == PAUSED else training.pause)()
    if training and end:
        training.stop()
    return bool(training and (rest or end))


def started(kept: MutableMapping[str, Errand[Any]], name: str) -> bool:
    """Begin a training by its name and keep it under that; where too many wait, a sentence and False."""
    try:
        kept[name] = queues.train(name, seed=0)
    except Full as full:
        st.info(str(full))
        return False
    return True


def status(training: Errand[Any], so_far: str, *, at_work: str, resting: str = RESTING) -> str:
    """Where it stands, in a sentence. so_far: how far it has come; at_work, resting: said while it is."""
    if training.state == WAITING:
        return f"Somebody else is training on this server. You are number {training.place()} in the queue."
    if training.state == OVER:
        return ENDS[training.why].format(so_far=so_far)
    if training.state == PAUSED:
        return resting
    return at_work if training.results else STARTING
