"""What is remembered for everybody, and what for one visit alone."""

from streamlit.testing.v1 import AppTest

from pages.levels.noise.can_tell_figures import films
from tests.pages.driver import rerun


def remembering(visitor: str, *, private: bool) -> None:
    def script(visitor, private):
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from pages.levels.noise.can_tell_figures import films
        from pages.shared.keeping.remembered import remembered
        from pages.shared.page.pictures import Picture

        get_script_run_ctx().session_id = visitor
        calls = films.__dict__.setdefault("calls_of_a_test", [])

        def make(data, other):
            calls.append((visitor, private))
            return data + other

        asked = remembered(make, most=2)
        for _ in range(2):
            assert asked(Picture(b"ours", ""), Picture(b"theirs", "", private)) == b"ourstheirs"

    rerun(AppTest.from_function(script, kwargs={"visitor": visitor, "private": private}))


def test_only_what_is_made_of_our_pictures_is_kept_for_everybody():
    for private in (True, False):
        for visitor in ("one", "two"):
            remembering(visitor, private=private)
    assert films.__dict__.pop("calls_of_a_test") == [("one", True), ("two", True), ("one", False)]
