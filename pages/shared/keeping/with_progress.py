"""Work that takes seconds: its progress is shown meanwhile, its result remembered for whoever asks for the same.

    found = worked("walk", (seed, way), walk(seed, way), "The network draws the walk")

Who goes to another page meanwhile has it stopped.
"""

from collections import OrderedDict
from collections.abc import Generator
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.server import resources

Made = TypeVar("Made")
Work = Generator[float, None, Made]
"""Yields how much is done, in [0, 1]; returns the result."""

MOST = 32


def already_worked(name: str, settings: tuple[object, ...]) -> bool:
    """Whether this work was done before, and its result is still there."""
    return (name, settings) in _shelf(id(resources.engine()))


def worked(name: str, settings: tuple[object, ...], work: Work[Made], words: str) -> Made:
    """The result of the work. name, settings: what it depends on, plain values; words: shown beside the progress."""
    shelf, key = _shelf(id(resources.engine())), (name, settings)
    if key not in shelf:
        shelf[key] = _watched(work, words)
        while len(shelf) > MOST:
            shelf.popitem(last=False)
    shelf.move_to_end(key)  # what many ask for stays
    return shelf[key]


def worked_in_place(
    name: str, settings: tuple[object, ...], work: Work[Made], words: str
) -> tuple[Made, DeltaGenerator]:
    """As `worked`, and the place for the one player that shows the result.

    While the work lasts its progress stands in that place, as high as a picture, so that nothing of the last result is
    looked at meanwhile, and what stands below keeps its place.
    """
    place = st.container()
    if already_worked(name, settings):
        return worked(name, settings, work, words), place
    place = place.empty()
    try:
        with place.container(key=f"at-work-{name}"):
            return worked(name, settings, work, words), place
    except Exception:
        place.empty()
        raise


def worked_for_all(name: str, settings: tuple[object, ...], work: Work[Made]) -> Made:
    """As `worked`, by the server itself before many ask for the same at one moment: nothing is shown."""
    shelf, key = _shelf(id(resources.engine())), (name, settings)
    while key not in shelf:
        try:
            next(work)
        except StopIteration as end:
            shelf[key] = end.value
    return shelf[key]


def _watched(work: Work[Made], words: str) -> Made:
    place = st.empty()
    try:
        while True:
            place.progress(min(1.0, next(work)), text=f"{words} …")
    except StopIteration as end:
        return end.value
    finally:
        place.empty()


@st.cache_resource(max_entries=2, show_spinner=False)
def _shelf(engine: int) -> OrderedDict:
    """Results by name and settings; another engine, other results."""
    return OrderedDict()
