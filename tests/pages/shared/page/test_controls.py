"""Controls in the address: it brings the whole state back, and nonsense leaves the defaults."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driver import press

DEFAULTS = "3 blue 20 0.5 False green 5"


def shown(page: AppTest) -> str:
    return page.code[0].value


def test_the_address_brings_the_whole_state_back(demo):
    query = {"seed": "77", "colour": "Red", "steps": "5", "share": "0.2", "on": "true", "also": "red"}
    page = demo({f"demo.{name}": value for name, value in query.items()} | {"own": "8"})
    assert shown(page) == "77 red 5 0.2 True red 8"


@pytest.mark.parametrize("bad", ["-1", "1e9", "99999999999999999999", "nan", "inf", "-1e400", "", "<script>", "½", "²"])
def test_absurd_values_in_the_address_leave_the_defaults(demo, bad):
    names = ("seed", "colour", "steps", "share", "also")
    page = demo({f"demo.{name}": bad for name in names} | {"own": bad, "strange": "1"})
    assert shown(page) == DEFAULTS


def test_again_goes_on_to_the_next_seed_and_round_at_the_end(demo):
    page = demo({"demo.seed": "99999"})
    press(page, "demo.seed.again")
    assert shown(page).startswith("0 ")
    press(page, "demo.seed.again")
    assert shown(page).startswith("1 ")


def test_again_goes_on_from_the_default_where_the_number_is_forgotten():
    def script() -> None:
        import streamlit as st

        from pages.shared.page.controls import _next_seed

        _next_seed("some.seed", 3)
        st.code(st.session_state["some.seed"])

    assert AppTest.from_function(script).run().code[0].value == "4"
