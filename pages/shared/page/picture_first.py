"""After a change the new picture is sent first, and the words and controls around it once the browser has drawn it.

Every message makes the browser visit the whole page. When all of an experiment's come in one row, the picture, which
the body usually makes last, waits until the browser has been through those before it.

    with picture_first("2.1"):
        ...the experiment's body...
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from pages.shared.player import NAME

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
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    book = st.session_state.setdefault("picture_first", {})
    before, ended = book.get(name, ({}, 0.0))
    send = context._enqueue
    leads = bool(context.fragment_ids_this_run) and not isinstance(send, Held) and time.monotonic() - ended > RAPID
    held = context._enqueue = Held(send, before, leads=leads)
    try:
        yield
    finally:
        context._enqueue = send
        held.rest(until=lambda: context.script_requests._state is not ScriptRequestType.CONTINUE)
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
        self._waiting: list[ForwardMsg] = []
        self._containers: dict[tuple[int, ...], str] = {}
        self._until = time.monotonic() + LONGEST if leads and before else 0.0
        self._led = 0.0

    def __call__(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") not in ("delta", "ref_hash"):
            # the address, say: late, it would undo what the visitor has changed meanwhile
            self._send(message)
            return
        place, piece = self._noted(message)
        old = self._before.get(place)
        new_picture = piece.picture and piece != old
        urgent = new_picture or _is_set_by_server(message)
        if time.monotonic() > self._until or urgent and not (old and self._is_next(place)):
            self.release()
            self._until = 0.0
        if self._until and not urgent:
            self._waiting.append(message)
            return
        self._send(message)
        if new_picture:
            self._led = time.monotonic()

    def rest(self, *, until: Callable[[], bool]) -> None:
        """Give the browser time for the picture that went first. until: whether the visitor has changed something."""
        while self._waiting and time.monotonic() < self._led + REST and not until():
            time.sleep(REST / 16)

    def release(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._send(message)

    def _noted(self, message: ForwardMsg) -> tuple[Place, Piece]:
        path = tuple(message.metadata.delta_path)
        if message.delta.HasField("add_block"):
            self._containers[path] = message.delta.add_block.WhichOneof("type") or ""
        place = path, tuple(self._containers.get(path[:end], "") for end in range(len(path)))
        if message.ref_hash:
            # something large that the browser has kept
            picture = place in self._before and self._before[place].picture
        else:
            picture = message.delta.new_element.bidi_component.component_name == NAME
        piece = self.pieces[place] = Piece(picture, message.ref_hash or message.hash)
        return place, piece

    def _is_next(self, place: Place) -> bool:
        """Whether nothing that waits goes to this place first."""
        return all(tuple(one.metadata.delta_path) != place[0] for one in self._waiting)


def _is_set_by_server(message: ForwardMsg) -> bool:
    """Whether a widget takes another value. Until the browser knows it, it would send the old one with each change."""
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    return bool(kind) and bool(getattr(getattr(element, kind), "set_value", False))
