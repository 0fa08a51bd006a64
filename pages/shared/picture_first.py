"""After a change the new picture is sent first, and the words and controls around it once the browser has drawn it.

Every message makes the browser visit the whole page. When all of an experiment's come in one row, the picture, which
the body usually makes last, waits until the browser has been through those before it.

    with picture_first("2.1"):
        ...the experiment's body...
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

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
    """Of what is drawn within, the pictures are sent at once and the rest after them; it decorates a function, too.

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
        held.release(after_picture=REST)
        book[name] = held.pictures, time.monotonic()


class Held:
    """Takes the messages of one run, and sends them on.

    before: the pictures of the run before, place by place, each by the hash of its message; leads: whether new ones
    go first. pictures: those of this run.
    """

    def __init__(self, send: Callable[[ForwardMsg], None], before: Mapping[Place, str], *, leads: bool) -> None:
        self.pictures: dict[Place, str] = {}
        self._send, self._before = send, before
        self._waiting: list[ForwardMsg] = []
        self._containers: dict[tuple[int, ...], str] = {}
        self._until = time.monotonic() + LONGEST if leads and before else 0.0
        self._led = 0.0

    def __call__(self, message: ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        if message.delta.HasField("add_block"):
            self._containers[path] = message.delta.add_block.WhichOneof("type") or ""
        place = path, tuple(self._containers.get(path[:end], "") for end in range(len(path)))
        digest = message.ref_hash or message.hash
        picture = self._shows_picture(message, place)
        if picture:
            self.pictures[place] = digest
        if time.monotonic() > self._until or picture and not self._may_lead(place):
            self.release()
            self._until = 0.0
        if not self._until:
            self._send(message)
        elif picture and digest != self._before[place]:
            self._send(message)
            self._led = time.monotonic()
        else:
            self._waiting.append(message)

    def release(self, *, after_picture: float = 0.0) -> None:
        """Send what waits; after_picture: so many seconds after the last picture that went first."""
        waiting, self._waiting = self._waiting, []
        if waiting and self._led:
            time.sleep(max(0.0, self._led + after_picture - time.monotonic()))
        for message in waiting:
            self._send(message)

    def _may_lead(self, place: Place) -> bool:
        """Whether the browser knows the place, and nothing that waits goes there first."""
        return place in self._before and all(tuple(one.metadata.delta_path) != place[0] for one in self._waiting)

    def _shows_picture(self, message: ForwardMsg, place: Place) -> bool:
        if message.WhichOneof("type") == "ref_hash":
            # something large that the browser has kept
            return place in self._before
        return message.delta.new_element.bidi_component.component_name == NAME
