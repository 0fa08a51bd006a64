"""A visitor who chooses by picture chips."""

import json
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from tests.pages.driver import content


def shown(page: AppTest) -> dict[str, dict[str, Any]]:
    """What each row of chips on the page was sent, by its key."""
    rows = [part.proto for part in page.get("bidi_component") if part.proto.component_name.endswith("ink_chips")]
    return {_key(row): content(row) for row in rows}


def choose(page: AppTest, key: str, option: Any) -> AppTest:
    """The page after the browser said that this chip of the row was pressed; it may say what it likes."""
    (row,) = [part.proto for part in page.get("bidi_component") if part.proto.id and _key(part.proto) == key]
    states = page._tree.get_widget_states()
    pressed = json.dumps([{"event": "chosen", "value": option}])
    states.widgets.append(WidgetState(id=_events(row.id), json_trigger_value=pressed))
    page._run(states)
    assert [error.value for error in page.exception] == []
    return page


def _key(row: Any) -> str:
    # the id ends with the key that its author gave
    return row.id.rsplit("-", 1)[-1]


def _events(row_id: str) -> str:
    from streamlit.components.v2.bidi_component.main import _make_trigger_id

    return _make_trigger_id(row_id, "events")
