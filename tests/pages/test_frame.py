"""Every page inside the frame, and the frame's own promises."""

import pytest

from pages.frame import LEVELS, PAGES, PARTS, QUESTIONS, parts_of
from tests import ROOT
from tests.pages.driver import opened

BAD = {"open.2.1": "maybe", "moment": "x.-1~~", "noise.seed": "1e400", "ink.seed": "<b>", "denoise.steps": "-5"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_opens_without_an_exception(page):
    app = opened(page.path)
    assert len(app.title) == 1 and page.title in app.title[0].value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_nonsense_in_the_address_does_no_harm(page):
    opened(page.path, BAD)


@pytest.mark.parametrize("part", PARTS, ids=lambda page: page.path)
def test_a_part_says_which_it_is_and_leads_on(part):
    app = opened(part.path)
    assert f"Level {part.level} of {len(LEVELS)}:" in app.title[0].value
    parts = parts_of(part.level)
    number = parts.index(part) + 1
    assert f":gray[Part {number} of {len(parts)}]" in [block.value for block in app.markdown]
    links = [link.proto.label for link in app.get("page_link")]
    assert links[: len(parts)] == [
        f"**{n} {p.part}**" if p == part else f"{n} {p.part}" for n, p in enumerate(parts, 1)
    ]
    following = (*PARTS, QUESTIONS)[PARTS.index(part) + 1].title
    assert links[-1] == f"Next: {following} →"


def test_every_part_of_a_level_is_in_the_table_of_pages():
    # a page begins with its story, an experiment has none
    files = [path for path in (ROOT / "pages" / "levels").rglob("*.py") if "story(" in path.read_text(encoding="utf-8")]
    assert {path.relative_to(ROOT / "pages").as_posix() for path in files} == {part.file for part in PARTS}
    assert [part.level for part in PARTS if part.menu] == [level.number for level in LEVELS]


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.folder)
def test_a_level_is_one_entry_and_one_folder(level):
    folder = ROOT / "pages" / "levels" / level.folder
    assert (folder / "door.py").exists() and (folder / "__init__.py").exists()
    assert all((folder / part.file).exists() for part in level.parts)


def test_every_folder_of_a_level_is_in_the_table():
    folders = {path.name for path in (ROOT / "pages" / "levels").iterdir() if (path / "__init__.py").exists()}
    assert folders == {level.folder for level in LEVELS}


def test_no_page_opens_on_raw_html_with_variable_text():
    # st.markdown(unsafe_allow_html=True) was seen to run a script in the visitor's browser
    unsafe = [path for path in (ROOT / "pages").rglob("*.py") if "unsafe_allow" in path.read_text(encoding="utf-8")]
    assert unsafe == []
