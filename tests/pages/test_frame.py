"""Every page inside the frame, and the frame's own promises."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import LEVELS, PAGES, PARTS

ROOT = Path(__file__).parents[2]
FRAME = str(ROOT / "pages" / "frame.py")
BAD = {"open.2.1": "maybe", "moment": "x.-1~~", "noise.seed": "1e400", "ink.seed": "<b>", "denoise.steps": "-5"}


def opened(file: str, query: dict[str, str] | None = None) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=120)
    for name, value in (query or {}).items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(file).run()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_opens_without_an_exception(page):
    app = opened(page.file)
    assert [error.value for error in app.exception] == []
    assert len(app.title) == 1 and page.title in app.title[0].value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_nonsense_in_the_address_does_no_harm(page):
    app = opened(page.file, BAD)
    assert [error.value for error in app.exception] == []


@pytest.mark.parametrize("level", LEVELS, ids=lambda page: page.file)
def test_a_level_says_which_of_how_many_it_is(level):
    title = opened(level.file).title[0].value
    assert f"Level {level.path[-1]} of 4:" in title


@pytest.mark.parametrize("number", range(1, len(PARTS) + 1))
def test_a_part_says_which_it_is_and_leads_on(number):
    app = opened(PARTS[number - 1].file)
    assert "Level 4 of 4" in app.title[0].value
    assert f":gray[Part {number} of 5]" in [block.value for block in app.markdown]
    links = [link.proto.label for link in app.get("page_link")]
    assert f"**{number} {PARTS[number - 1].part}**" in links
    following = PARTS[number].title if number < len(PARTS) else "Questions"
    assert links[-1] == f"Next: {following} →"


def test_every_file_of_a_level_is_in_the_table_of_pages():
    files = {path.relative_to(ROOT / "pages").as_posix() for path in (ROOT / "pages").glob("levels/level_*.py")}
    assert files == {level.file for level in LEVELS}


def test_no_page_opens_on_raw_html_with_variable_text():
    # st.markdown(unsafe_allow_html=True) was seen to run a script in the visitor's browser
    unsafe = [path for path in (ROOT / "pages").rglob("*.py") if "unsafe_allow" in path.read_text(encoding="utf-8")]
    assert unsafe == []
