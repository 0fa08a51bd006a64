"""One setting in several places: what is chosen in one of them is shown in all, and the address says it."""

from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driver import arrived, press, rerun

WORDS = ("red", "green", "blue")


def page(kind: str) -> None:
    """A setting shown at two places, the second below the first, and buttons that choose it."""
    import streamlit as st

    from pages.shared.page import one_setting

    words = ("red", "green", "blue")
    if kind == "Led, drawn last":
        colour = one_setting.Led("demo.colour", "red")
    elif kind == "Led":
        colour = one_setting.Led("demo.colour", "red")
        st.selectbox("Leads", words, 0, key=colour.led_by(), bind="query-params")
    else:
        colour = getattr(one_setting, kind)("demo.colour", "red", one_setting.one_of(words))
        st.selectbox("One", words, key=colour.shown_at("one"), on_change=colour.taken, args=("one",))
    st.selectbox("Two", words, key=colour.shown_at("two"), on_change=colour.taken, args=("two",))
    if kind == "Led, drawn last":
        st.selectbox("Leads", words, 0, key=colour.led_by(), bind="query-params")
    for word in words:
        st.button(word, key=word, on_click=colour.choose, args=(word,))
    st.code(f"now {colour.now()}")


def opened(kind: str, query: Mapping[str, str] = {}) -> AppTest:
    return arrived(AppTest.from_function(page, args=(kind,)), query)


def shown(app: AppTest) -> tuple[str, ...]:
    """What each place shows; one value where all agree."""
    return tuple({*(menu.value for menu in app.selectbox), app.code[0].value.removeprefix("now ")})


KINDS = pytest.mark.parametrize("kind", ["InAddress", "Remembered", "Led"])


@KINDS
def test_on_arrival_all_show_the_default_and_the_address_says_nothing(kind):
    app = opened(kind)
    assert shown(app) == ("red",) and "demo.colour" not in app.query_params


@KINDS
def test_a_link_is_shown_everywhere(kind):
    assert shown(opened(kind, {"demo.colour": "blue"})) == ("blue",)


@KINDS
def test_a_link_that_makes_no_sense_is_the_default(kind):
    assert shown(opened(kind, {"demo.colour": "no colour"})) == ("red",)


@KINDS
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_chosen_in_one_place_is_shown_in_all_and_in_the_address(kind, place):
    app = opened(kind)
    app.selectbox[place].set_value("green")
    assert shown(rerun(app)) == ("green",)
    assert shown(rerun(app)) == ("green",), "and stays"
    if kind != "Led":  # that one's address is the browser's, which AppTest has none of
        assert app.query_params["demo.colour"] == "green"


@KINDS
def test_a_button_chooses_too(kind):
    app = opened(kind, {"demo.colour": "green"})
    assert shown(press(app, "blue")) == ("blue",)


def test_the_visit_remembers_it_where_the_address_is_empty_again():
    for kind, wanted in (("Remembered", "green"), ("InAddress", "red")):
        app = opened(kind, {"demo.colour": "green"})
        del app.query_params["demo.colour"]
        assert shown(rerun(app)) == (wanted,)


def test_the_address_leaves_out_what_the_visit_has_by_default():
    app = opened("Remembered", {"demo.colour": "green"})
    assert shown(press(app, "red")) == ("red",) and "demo.colour" not in app.query_params


def test_where_the_one_that_was_changed_is_drawn_before_its_leader_both_show_it_in_the_same_run():
    app = opened("Led, drawn last")
    app.selectbox(key="two").set_value("green")
    assert shown(rerun(app)) == ("green",)


def test_a_wish_outlives_a_run_that_ends_before_its_leader_is_drawn():
    app = opened("Led")
    app.session_state["demo.colour.wish"] = "blue"
    app.selectbox[0].set_value("green")
    assert shown(rerun(app)) == ("blue",)


def test_nought_can_be_wished_for_as_any_other_value():
    def script():
        import streamlit as st

        from pages.shared.page.one_setting import Led

        count = Led("demo.count", 7)
        st.button("none", key="none", on_click=count.choose, args=(0,))
        before = count.now()
        st.number_input("Leads", value=7, key=count.led_by())
        st.code(f"{before} {count.now()}")

    assert press(arrived(AppTest.from_function(script)), "none").code[0].value == "0 0"


@pytest.mark.parametrize("kind", ["InAddress", "Remembered"])
def test_what_the_address_could_not_bring_back_is_not_chosen(kind):
    def strange(kind: str) -> None:
        import streamlit as st

        from pages.shared.page import one_setting

        colour = getattr(one_setting, kind)("demo.colour", "red", one_setting.one_of(("red", "blue")))
        for word in (None, "mauve", 3):
            colour.choose(word)
        st.code(f"now {colour.now()}")
        colour.choose("blue")
        st.code(f"now {colour.now()}")

    app = arrived(AppTest.from_function(strange, args=(kind,)))
    assert [one.value for one in app.code] == ["now red", "now blue"]
    assert app.query_params["demo.colour"] in ("blue", ["blue"])
