"""The same with Streamlit around it: what does not count leaves every control as it was, and shows no error."""

import ast
import json
import math
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st_
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from pages.server import messages, streamlit_values
from pages.server.messages import accepted, understood
from pages.server.streamlit_private import usable
from tests import ROOT
from tests.pages.driver import SLOW

PATIENT = [HealthCheck.too_slow]
"""A busy machine is no fault of the strategies."""


def script() -> None:
    import streamlit as st

    from pages.server import messages
    from pages.shared.taking import Taking

    messages.guard()
    component = st.components.v2.component("echo", js="export default () => {}")
    component(key="c", on_pick_change=Taking(lambda sent: isinstance(sent, int)))
    values = [
        st.number_input("n", 0, 9, 3, key="n"),
        st.slider("s", 0.0, 1.0, 0.5, key="s"),
        st.selectbox("b", ["x", "y"], key="b"),
        st.segmented_control("g", ["x", "y"], default="y", required=True, key="g"),
        st.toggle("t", key="t"),
        st.text_input("w", "word", key="w", max_chars=9),
        st.session_state["c"].get("pick"),
    ]
    st.file_uploader("f", key="f")
    st.code(repr([*values, st.session_state["f"]]))


USUAL = "[3, 0.5, 'x', 'y', False, 'word', None, None]"
BAD = {
    "double_value": [math.nan, math.inf, 1e300, -1.0],
    "int_value": [2**62, -1],
    "string_value": ["3", "<x>", "x" * 2000],
    "bool_value": [True],
    "trigger_value": [True],
    "bytes_value": [b"\xff"],
    "json_value": ["{", "[]", '{"pick": NaN}', '{"pick": "1"}', "[" * 5000, '{"x": 1}'],
    "json_trigger_value": ["{", "7", '[{"event": "pick", "value": "1"}]'],
    "string_array_value": [[], ["z"], ["x" * 2000] * 50],
    "double_array_value": [[], [math.nan], [0.1, 0.2], [9.0], [0.5] * 500],
    "int_array_value": [[], [1]],
}
GOOD = {("n", "int_value", 4), ("n", "double_value", 4.0), ("s", "double_array_value", 0.25), ("t", "bool_value", True),
        ("b", "string_value", "y"), ("g", "string_array_value", "x"), ("w", "string_value", "hm"),
        ("c", "json_value", '{"pick": 4}')}  # fmt: skip
SHOWN = {"n": "4", "s": "0.25", "t": "True", "b": "'y'", "g": "'x'", "w": "'hm'", "c": "4"}


def said(identity: str, kind: str, value: Any) -> WidgetState:
    state = WidgetState(id=identity)
    if kind == "file_uploader_state_value":
        state.file_uploader_state_value.uploaded_file_info.add(file_id=value, name="a.png", size=1)
    elif kind.endswith("array_value"):
        getattr(state, kind).data.extend(value if isinstance(value, list) else [value])
    else:
        setattr(state, kind, value)
    return state


@pytest.fixture(scope="module")
def page() -> AppTest:
    found = AppTest.from_function(script, default_timeout=SLOW).run()
    assert found.code[0].value == USUAL
    return found


@pytest.fixture(scope="module")
def visit() -> AppTest:
    return AppTest.from_function(script, default_timeout=SLOW).run()


def shown(page: AppTest, *states: WidgetState) -> str:
    """What the page shows once a browser has said this. AppTest says it for all controls: ours comes last."""
    known = page.session_state._state._state._key_id_mapper._key_id_mapping
    page._run(WidgetStates(widgets=[WidgetState.FromString(one.SerializeToString()) for one in _named(states, known)]))
    assert [error.value for error in page.exception] == []
    return page.code[0].value


def _named(states: tuple[WidgetState, ...], known: dict[str, str]) -> list[WidgetState]:
    for state in states:
        state.id = known.get(state.id, state.id)
    return list(states)


@pytest.mark.parametrize(("key", "kind", "value"), sorted(GOOD, key=str))
def test_what_counts_arrives(key, kind, value):
    page = AppTest.from_function(script, default_timeout=SLOW).run()
    assert SHOWN[key] in shown(page, said(key, kind, value))


OTHERS = {"bool_value": "nsbgwcf", "trigger_value": "nsbgwcf", "string_value": "nsbgtcf"}
"""For which controls a value of a kind is none, where it is one for others."""


def test_a_file_that_is_not_here_is_left_to_the_page_which_says_so_and_changes_no_other_control():
    page = AppTest.from_function(script, default_timeout=60).run()
    states = [said(key, "file_uploader_state_value", "nowhere") for key in "nsbgtwcf"]
    assert shown(page, *states) == USUAL.removesuffix("None]") + "DeletedFile(file_id='nowhere')]"


@pytest.mark.parametrize("kind", BAD)
def test_what_does_not_count_leaves_every_control_as_it_was(page, kind):
    for value in BAD[kind]:
        states = [said(key, kind, value) for key in OTHERS.get(kind, "nsbgtwcf")]
        assert shown(page, *states) == USUAL, f"{kind} = {value!r}"


@pytest.mark.parametrize("kind", BAD)
def test_what_was_said_before_a_page_had_shown_its_controls_is_checked_when_it_does(kind, page):
    known = page.session_state._state._state._key_id_mapper._key_id_mapping
    for value in BAD[kind]:
        fresh = AppTest.from_function(script, default_timeout=SLOW)
        states = [said(known[key], kind, value) for key in OTHERS.get(kind, "nsbgtwcf")]
        fresh._run(WidgetStates(widgets=states))
        assert not fresh.exception and fresh.code[0].value == USUAL, f"{kind} = {value!r}"
        assert not fresh.run().exception, "and the run after it finds nothing strange either"


numbers = st_.floats(allow_nan=True, allow_infinity=True, width=64)
names = st_.sampled_from(["pick", "event", "value", "z"])
trees = st_.recursive(numbers | st_.text(max_size=9) | st_.integers() | st_.none(),
                      lambda inner: st_.lists(inner) | st_.dictionaries(names, inner), max_leaves=8)  # fmt: skip
contents = {
    "double_value": numbers,
    "int_value": st_.integers(-(2**62), 2**62),
    "bool_value": st_.booleans(),
    "trigger_value": st_.booleans(),
    "string_value": st_.text(max_size=30),
    "json_value": st_.text(max_size=30) | trees.map(json.dumps),
    "string_array_value": st_.lists(st_.text(max_size=9), max_size=4),
    "double_array_value": st_.lists(numbers, max_size=4),
    "int_array_value": st_.lists(st_.integers(-(2**62), 2**62), max_size=4),
}  # fmt: skip
contents["json_trigger_value"] = contents["json_value"]
saying = st_.sampled_from(sorted(contents)).flatmap(
    lambda kind: st_.builds(said, st_.sampled_from("nsbgtwcf"), st_.just(kind), contents[kind])
)


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=PATIENT)
@given(states=st_.lists(saying, min_size=3, max_size=8))
def test_whatever_is_said_there_is_no_error_and_all_stays_in_range(visit, states):
    for said_now in (states, states, []):
        number, share, box, group, toggle, word, pick, file = ast.literal_eval(shown(visit, *said_now))
        assert 0 <= number <= 9 and 0 <= share <= 1 and box in "xy" and group in "xy" and isinstance(toggle, bool)
        assert len(word) <= 9 and file is None and (pick is None or isinstance(pick, int))


def test_a_control_stays_of_the_kind_that_it_was_made_with_whatever_its_latest_message_was():
    made = WidgetMetadata("one", str, str, value_type="string_value")
    checked = replace(made, deserializer=streamlit_values._careful(made, accepted))
    emptied = replace(checked, value_type=None)
    assert not streamlit_values._is_for(said("one", "double_value", 1.0), emptied, understood)
    assert streamlit_values._is_for(said("one", "string_value", "x"), emptied, understood)


# --- switched off


def test_switched_off_nonsense_reaches_streamlit_which_shows_its_box(monkeypatch):
    messages.guard()
    monkeypatch.setenv("STREAMLIT_PRIVATE", "off")
    usable.cache_clear()
    try:
        page = AppTest.from_function(script, default_timeout=SLOW).run()
        known = page.session_state._state._state._key_id_mapper._key_id_mapping
        page._run(WidgetStates(widgets=[said(known["n"], "string_value", "three")]))
        assert page.exception
    finally:
        usable.cache_clear()


def test_the_frame_of_all_pages_puts_the_check_in_place():
    asked = "import pages.frame; from streamlit.runtime.state.session_state import SessionState as s; print(%s)"
    methods = "s.register_widget.__module__, s.on_script_will_rerun.__module__"
    done = subprocess.run([sys.executable, "-c", asked % methods], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["pages.server.streamlit_values"] * 2


def test_guarding_twice_changes_nothing():
    messages.guard()
    before = SessionState.register_widget
    messages.guard()
    assert SessionState.register_widget is before
