"""While a picture is worked on, its progress stands where it will stand: nothing of the last one is looked at."""

from streamlit.testing.v1 import AppTest

from pages.shared.keeping.with_progress import MOST
from tests.pages.driver import rerun


def script():
    import streamlit as st

    from pages.shared.keeping.with_progress import worked_in_place

    places = st.session_state.setdefault("places", [])

    def place_of(made):
        return tuple(made._cursor.delta_path)

    def work():
        places.append(("at work", place_of(st.progress(0.5))))
        yield 0.5
        return "picture"

    found, place = worked_in_place("a test of places", (st.session_state["asked"],), work(), "At work")
    with place:
        places.append(("shown", place_of(st.text(found))))


def test_the_next_work_stands_in_the_very_place_of_the_last_picture():
    """Pictures of t = 1000 once stood beside the marker of 800 until those of 800 were there."""
    app = AppTest.from_function(script)
    for asked in (1, 2, 2):
        app.session_state["asked"] = asked
        rerun(app)
    whens, wheres = zip(*app.session_state["places"], strict=True)
    assert whens == ("at work", "shown", "at work", "shown", "shown")
    # the progress stands in a box, which is as high as a picture
    assert len({where[: len(wheres[1])] for where in wheres}) == 1


def asks():
    import streamlit as st

    from pages.shared.keeping.with_progress import worked

    def work(asked):
        st.session_state["made"] = [*st.session_state["made"], asked]
        yield 0.5
        return asked

    for asked in st.session_state["asked"]:
        worked("a test of the shelf", (asked,), work(asked), "At work")


def test_what_is_asked_for_again_and_again_stays_on_the_shelf():
    app = AppTest.from_function(asks)
    app.session_state["made"] = []
    app.session_state["asked"] = [one for other in range(1, MOST + 9) for one in (0, other)]
    rerun(app)
    assert app.session_state["made"].count(0) == 1 and len(app.session_state["made"]) == MOST + 9
