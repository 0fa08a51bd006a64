"""Where Streamlit takes in what browsers and addresses say of controls, and how a check is put there for all pages.

A further file of what Streamlit does not promise: its parts stand in streamlit_table.py. Without them,
or with STREAMLIT_PRIVATE=off, nothing is checked here: who sends nonsense then sees Streamlit's own box of errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pages.server.streamlit_private import usable
from pages.server.streamlit_table import VALUES

if TYPE_CHECKING:
    from streamlit.proto.WidgetStates_pb2 import WidgetState
    from streamlit.runtime.state.common import WidgetMetadata

MOST_SAID = 1_000
"""Controls of which one message may speak."""


class Widget(NamedTuple):
    """A control, as a check of its values sees it.

    kind: of its messages; options: the words that it offers, None for any; events: the callbacks of a component, by the
    names of its values.
    """

    kind: str
    options: Sequence[str] | None
    events: Mapping[str, Callable[[], None]]


Understood = Callable[[str | None, Any, Widget | None], bool]
"""Whether a message of this kind (None: it empties the control), with this content, may be for this control at all;
None for one that no page has shown yet."""
Accepted = Callable[[Widget, Any], Any]
"""What of a value counts. Where it raises, or makes nothing of something, the default stands."""


def check_values(understood: Understood, accepted: Accepted) -> None:
    """From now on no page of this process gets a value from outside but by these two."""
    if not usable(VALUES):
        return
    from streamlit.runtime.state.session_state import SessionState

    begin, register = SessionState.on_script_will_rerun, SessionState.register_widget

    def on_script_will_rerun(state: SessionState, fresh: Any, **how: Any) -> None:
        if fresh is not None and usable(VALUES):
            known = state._new_widget_state.widget_metadata
            kept = [said for said in fresh.widgets[:MOST_SAID] if _is_for(said, known.get(said.id), understood)]
            fresh = type(fresh)(widgets=kept)
        begin(state, fresh, **how)

    def register_widget(state: SessionState, metadata: WidgetMetadata[Any], key: str | None) -> Any:
        if usable(VALUES):
            # what was said of it before any page had shown it, as after the server's restart
            waiting = getattr(state._new_widget_state.states.get(metadata.id), "value", None)
            if hasattr(waiting, "WhichOneof") and not _is_for(waiting, metadata, understood):
                del state._new_widget_state[metadata.id]
            metadata = replace(metadata, deserializer=_careful(metadata, accepted))
        return register(state, metadata, key)

    SessionState.on_script_will_rerun, SessionState.register_widget = on_script_will_rerun, register_widget


def _is_for(said: WidgetState, metadata: WidgetMetadata[Any] | None, understood: Understood) -> bool:
    kind = said.WhichOneof("value")
    return understood(kind, getattr(said, kind) if kind else None, _widget(metadata) if metadata else None)


def _widget(metadata: WidgetMetadata[Any]) -> Widget:
    # Streamlit notes the kind of the latest message as the control's own; ours is the one that it was made with
    noted = getattr(metadata.deserializer, "widget", None)
    return noted or Widget(metadata.value_type, metadata.formatted_options, metadata.callbacks or {})


def _careful(metadata: WidgetMetadata[Any], accepted: Accepted) -> Callable[[Any], Any]:
    """From what was said to the control's value, as Streamlit reads it, but never an error and never nothing."""
    widget, read = _widget(metadata), metadata.deserializer

    def deserialize(said: Any) -> Any:
        try:
            found = read(accepted(widget, said)) if said is not None else None
        except Exception:
            found = None
        return read(None) if found is None else found

    deserialize.widget = widget  # type: ignore[attr-defined]
    return deserialize
