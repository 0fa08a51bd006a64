"""The one edge for values: what a browser or an address says is checked before a page sees it, on every page."""

import ast
import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.server import messages
from pages.server.messages import accepted, understood
from pages.server.streamlit_values import Widget
from pages.shared.taking import Taking
from tests import ROOT

PATIENT = [HealthCheck.too_slow]
"""A busy machine is no fault of the strategies."""
KINDS = [field.name for field in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields]


def widget(kind: str, options: list[str] | None = None, **events: Taking) -> Widget:
    return Widget(kind, options, events)


def counts(kind: str, value: Any, options: list[str] | None = None) -> bool:
    try:
        accepted(widget(kind, options), value)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, "3", True, None, [1.0]])
def test_a_number_is_a_finite_one(value):
    assert not counts("double_value", value) and not counts("double_array_value", [value])
    assert counts("double_value", 3.5) and counts("double_value", 3) and counts("double_array_value", [3.5, 4.0])


@pytest.mark.parametrize("value", ["true", 1, 0.0, None, []])
def test_a_switch_is_on_or_off(value):
    assert not counts("bool_value", value) and not counts("trigger_value", value)
    assert counts("bool_value", True) and counts("trigger_value", False)


def test_texts_and_lists_have_a_length():
    assert counts("string_value", "x" * messages.MOST_LETTERS)
    assert not counts("string_value", "x" * (messages.MOST_LETTERS + 1)) and not counts("string_value", 3)
    assert counts("string_array_value", ["x"] * messages.MOST_ITEMS)
    assert not counts("string_array_value", ["x"] * (messages.MOST_ITEMS + 1))
    assert not counts("string_array_value", ["x" * (messages.MOST_LETTERS + 1)])


def test_of_options_only_those_on_offer_count():
    assert counts("string_value", "a", ["a", "b"]) and not counts("string_value", "c", ["a", "b"])
    assert counts("string_array_value", ["a"], ["a", "b"]) and not counts("string_array_value", ["a", "c"], ["a", "b"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_of_another_kind_is_for_no_control(kind):
    alike = {"int_value": {"int_value", "double_value"}, "double_value": {"int_value", "double_value"}}
    sent = {"json_value": "{}", "json_trigger_value": "[]"}
    takes = {other for other in KINDS if understood(other, sent.get(other), widget(kind))}
    assert takes == alike.get(kind, {kind})
    assert understood(None, None, widget(kind)), "a control may be emptied"


DEEP = 5000
NO_STATES = ["", "{", "[]", "3", "null", '{"a": NaN}', '{"a": Infinity}', '{"a": 1e999}', "[" * DEEP + "]" * DEEP,
             '{"a":' * 20 + "1" + "}" * 20, '{"a": ' + "9" * 5000 + "}", json.dumps({"a": "x" * 200_000}),
             json.dumps({"a": [0] * 40_000})]  # fmt: skip


@pytest.mark.parametrize("sent", NO_STATES, ids=lambda sent: sent[:20])
def test_what_is_no_plain_json_is_for_no_component(sent):
    assert not understood("json_value", sent, None), "also where no page has shown it yet"
    assert understood("json_value", '{"a": [1, "b", null, true, {"c": 0.5}]}', None)


def test_a_component_says_what_counts_and_only_that_arrives():
    def fails(sent: Any) -> bool:
        return sent["not there"]

    board = widget("json_value", pick=Taking(lambda sent: sent == 1), other=Taking(fails), plain=lambda: None)
    said = {"pick": 1, "other": 1, "plain": [1], "unasked": 1}
    assert accepted(board, said) == {"pick": 1, "plain": [1]}
    assert accepted(board, {"pick": 2}) == {} and accepted(board, {"pick": None}) == {"pick": None}
    trigger = widget("json_trigger_value", pick=Taking(lambda sent: sent == 1))
    events = [{"event": "pick", "value": 1}, {"event": "pick", "value": 2}, {"event": "go"}, 3, {"event": []}]
    assert json.loads(accepted(trigger, json.dumps(events))) == events[:1]


def test_what_counts_is_called_and_what_does_not_is_not():
    called = []
    Taking(bool, lambda: called.append(1))()
    Taking(bool)()
    assert called == [1]


def test_every_component_says_what_counts():
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for call in [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ]:
            for word in call.keywords:
                if (word.arg or "").startswith("on_") and word.arg.endswith("_change") and word.arg != "on_change":
                    assert isinstance(word.value, ast.Call) and word.value.func.id == "Taking", f"{path}: {word.arg}"


def test_no_page_reads_the_address_past_those_who_check_it():
    readers = [ROOT / "pages" / "shared" / "page" / name for name in ("state.py", "one_setting.py", "controls.py")]
    for path in [path for path in sorted((ROOT / "pages").rglob("*.py")) if path not in readers]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {id(side) for node in ast.walk(tree) if isinstance(node, ast.Compare) for side in node.comparators}
        read = [node.lineno for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and node.attr == "query_params"
                and getattr(node.value, "id", "") == "st" and id(node) not in asked]  # fmt: skip
        assert read == [], f"{path}: use one_setting.InAddress, which says what counts"
