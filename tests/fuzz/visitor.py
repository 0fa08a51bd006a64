"""A visitor who speaks to the server as a browser does, and may say anything: over the websocket, without a browser."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from pages.shared.page.bets import SHOW_ME

PATIENCE = 300.0
"""Seconds for a run; first ones of level 4 are long on a busy machine."""
GONE = 20.0
"""Seconds for the beginning of a fragment's run."""
QUIET = 0.03
"""Seconds without a message, after which a run brings no other along."""
KINDS = {
    "button": "trigger_value",
    "button_group": "string_array_value",
    "number_input": "int_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "text_input": "string_value",
    "checkbox": "bool_value",
    "file_uploader": "file_uploader_state_value",
    "camera_input": "file_uploader_state_value",
    "bidi_component": "json_value",
    "expandable": "bool_value",
}
"""The message that a control sends, by the kind of its element."""


@dataclass(frozen=True)
class Control:
    """What a browser knows of a control. kind: of its messages; parameter: its name in the address, "" for none."""

    id: str
    kind: str
    fragment: str
    parameter: str
    options: tuple[str, ...]
    component: str


class HungUp(ConnectionError):
    """The server closed the line, or gave no answer."""


class Visitor:
    """One visit. controls: all that were shown so far, by their ids; errors: what stood in boxes of errors."""

    def __init__(self, server: str) -> None:
        address = f"ws://{urlsplit(server).netloc}/_stcore/stream"
        self._line = connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE)
        self._path, self._query = "", ""
        self.controls: dict[str, Control] = {}
        self.errors: list[str] = []

    def open(self, path: str, query: str = "") -> list[str]:
        """Go to a page by a link; returns the errors that it shows."""
        self._path, self._query = path, query
        return self.say()

    def say(self, *states: WidgetState, fragment: str = "", **more: Any) -> list[str]:
        """What a change of controls says; returns the errors that its runs show. more: other fields of the message."""
        message = BackMsg()
        client = message.rerun_script
        client.page_name, client.query_string, client.fragment_id = self._path, self._query, fragment
        client.widget_states.widgets.extend(states)
        client.MergeFrom(type(client)(**more))
        before = len(self.errors)
        try:
            self._line.send(message.SerializeToString())
            if fragment and not self._is_answered():
                client.fragment_id = ""
                self._line.send(message.SerializeToString())
            for answer in self._answers():
                self._note(answer)
        except (ConnectionClosed, TimeoutError) as error:
            raise HungUp(str(error)) from error
        return self.errors[before:]

    def reveal(self) -> None:
        """Ask of every bet to be shown, and open every box, until nothing new comes."""
        done: set[str] = set()
        while states := [state for one in self.controls.values() if one.id not in done and (state := _shown(one))]:
            done |= {state.id for state in states}
            self.say(*states)

    def close(self) -> None:
        self._line.close()

    def _is_answered(self) -> bool:
        """Whether anything comes. Nothing does where the fragment has gone; then the page itself has to run."""
        try:
            self._note(ForwardMsg.FromString(self._line.recv(timeout=GONE)))
        except TimeoutError:
            return False
        return True

    def _answers(self) -> Iterator[ForwardMsg]:
        """All of the run, and of those that it brings along."""
        until, ended = time.monotonic() + PATIENCE, False
        while True:
            try:
                data = self._line.recv(timeout=QUIET if ended else max(0.0, until - time.monotonic()))
            except TimeoutError:
                if ended:
                    return
                raise
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            ended = kind == "script_finished" if kind in ("script_finished", "new_session", "delta") else ended
            yield answer

    def _note(self, answer: ForwardMsg) -> None:
        if answer.WhichOneof("type") != "delta":
            return
        delta = answer.delta
        block = delta.HasField("add_block")
        holder: Message = delta.add_block if block else delta.new_element
        kind = holder.WhichOneof("type") or ""
        element = getattr(holder, kind) if kind else None
        if kind == "exception":
            self.errors.append(f"{element.type}: {element.message}")
        if kind in KINDS and getattr(element, "id", getattr(holder, "id", "")):
            made = _control(holder, kind, element, delta.fragment_id)
            self.controls[made.id] = made


def _control(holder: Any, kind: str, element: Any, fragment: str) -> Control:
    options = getattr(element, "options", ())
    return Control(
        id=getattr(element, "id", "") or holder.id,
        kind=KINDS[kind],
        fragment=fragment,
        parameter=getattr(element, "query_param_key", "") or getattr(holder, "query_param_key", ""),
        options=tuple(getattr(one, "content", one) for one in options) if kind != "slider" else (),
        component=element.component_name if kind == "bidi_component" else "",
    )


def _shown(one: Control) -> WidgetState | None:
    """What opens it: "show me" for a bet, true for a box."""
    if one.component == "bet":
        return WidgetState(id=one.id, json_value=f'{{"guess": "{SHOW_ME}"}}')
    if one.kind == "bool_value" and one.parameter.startswith("open."):
        return WidgetState(id=one.id, bool_value=True)
    return None


def controls_of(visitor: Visitor) -> Sequence[Control]:
    """In a fixed order."""
    return sorted(visitor.controls.values(), key=lambda one: one.id)
