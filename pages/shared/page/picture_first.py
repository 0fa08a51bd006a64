"""After a change the new picture is sent first, and the words and controls around it once the browser has drawn it.

Every message makes the browser visit the whole page. When all of an experiment's come in one row, the picture, which
the body usually makes last, waits until the browser has been through those before it.

    with picture_first("2.1"):
        ...the experiment's body...
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.server.runs import PLACES
from pages.server.streamlit_private import Letter, current_visit, letter
from pages.shared.player import NAME

if TYPE_CHECKING:
    from pages.server.streamlit_private import ForwardMsg

REST = 0.08
"""Seconds which the browser has for the picture, before the rest comes."""
LONGEST = 0.2
"""Seconds after which nothing is held back any more: what takes longer has something to say meanwhile."""
RAPID = 0.1
"""Changes that follow each other within so many seconds are answered in one row: no rest, and more pictures."""
Place = tuple[tuple[int, ...], tuple[str, ...]]
"""The path on the page, and the kinds of the containers around it: where these change, the browser empties them."""


@contextmanager
def picture_first(name: str) -> Iterator[None]:
    """Of what is drawn within, new pictures are sent at once and the rest after them; it decorates a function, too.

    name: unique on the site. It holds where a control reruns this alone, and where pictures stand as they did before:
    a picture is sent to a place that the browser knows. Within another's, it is the other that holds.
    """
    visit = current_visit()
    if visit is None:
        yield
        return
    book = st.session_state.setdefault("picture_first", {})
    before, ended = book.get(name, ({}, 0.0))
    send = visit.send
    leads = visit.is_part and not isinstance(send, Held) and time.monotonic() - ended > RAPID
    held = visit.send = Held(send, before, leads=leads)
    try:
        yield
    finally:
        visit.send = send
        held.rest(until=visit.is_outdated)
        held.release()
        book[name] = held.pieces, time.monotonic()


@dataclass(frozen=True)
class Piece:
    """What stood in a place: whether it was a picture, and the hash of its message."""

    picture: bool
    digest: str


class Held:
    """Takes the messages of one run, and sends them on.

    before: what stood where in the run before; leads: whether new pictures go first. pieces: what stands where now.
    """

    def __init__(self, send: Callable[[ForwardMsg], None], before: Mapping[Place, Piece], *, leads: bool) -> None:
        self.pieces: dict[Place, Piece] = {}
        self._send, self._before = send, before
        self._waiting: list[tuple[Letter, ForwardMsg]] = []
        self._containers: dict[tuple[int, ...], str] = {}
        self._until = time.monotonic() + LONGEST if leads and before else 0.0
        self._led = 0.0

    def __call__(self, message: ForwardMsg) -> None:
        said = letter(message)
        if said is None:
            # the address, say: late, it would undo what the visitor has changed meanwhile
            self._send(message)
            return
        place, piece = self._noted(said)
        old = self._before.get(place)
        new_picture = piece.picture and piece != old
        # until the browser knows the value that a widget takes, it would send the old one with each change
        urgent = new_picture or said.sets
        if time.monotonic() > self._until or urgent and not (old and self._is_next(place)):
            self.release()
            self._until = 0.0
        if self._until and not urgent:
            self._waiting.append((said, message))
            return
        self._send(message)
        if new_picture:
            self._led = time.monotonic()

    def rest(self, *, until: Callable[[], bool]) -> None:
        """Give the browser time for the picture that went first. until: whether the visitor has changed something."""
        while self._waiting and time.monotonic() < self._led + REST and not until():
            with PLACES.left_meanwhile():
                time.sleep(REST / 16)

    def release(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, []
        for _, message in waiting:
            self._send(message)

    def _noted(self, said: Letter) -> tuple[Place, Piece]:
        if said.opens is not None:
            self._containers[said.path] = said.opens
        place = said.path, tuple(self._containers.get(said.path[:end], "") for end in range(len(said.path)))
        old = self._before.get(place)
        # of something large that the browser has kept only the digest comes
        picture = bool(old and old.picture) if said.known else said.component == NAME
        piece = self.pieces[place] = Piece(picture, said.digest)
        return place, piece

    def _is_next(self, place: Place) -> bool:
        """Whether nothing that waits goes to this place first."""
        return all(said.path != place[0] for said, _ in self._waiting)
