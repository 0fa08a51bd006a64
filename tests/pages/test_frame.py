"""Every page inside the frame, and the frame's own promises."""

import re
from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.page import way
from pages.site_map import LEVELS, PAGES, PARTS, QUESTIONS, parts_of
from pages.start.hero import QUESTION
from tests import ROOT
from tests.pages.driver import content, opened

BAD = {"open.2.1": "maybe", "moment": "x.-1~~", "noise.seed": "1e400", "ink.seed": "<b>", "denoise.steps": "-5"}
HOME = PAGES[0]


def labels(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def way_of(app: AppTest) -> dict:
    """What the browser is told of the way."""
    (told,) = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "way"]
    return content(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_opens_without_an_exception(page):
    app = opened(page.path)
    assert len(app.title) == 1 and (QUESTION if page is HOME else page.title) in app.title[0].value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_nonsense_in_the_address_does_no_harm(page):
    opened(page.path, BAD)


@pytest.mark.parametrize("part", PARTS, ids=lambda page: page.path)
def test_a_part_says_which_it_is_and_shows_its_level_as_a_row(part):
    app = opened(part.path)
    assert app.title[0].value == part.title
    parts = parts_of(part.level)
    assert app.markdown[0].value == f"Level {part.level} · part {parts.index(part) + 1} of {len(parts)}"
    assert labels(app)[: len(parts)] == [
        f"**{n} {p.part}**" if p == part else f"{n} *{p.part}*" for n, p in enumerate(parts, 1)
    ]


@pytest.mark.parametrize(("here", "after"), pairwise((HOME, *PARTS, QUESTIONS)), ids=lambda page: page.path or "home")
def test_a_page_of_the_story_ends_with_a_card_that_says_what_comes_and_how_long_it_takes(here, after):
    app = opened(here.path)
    *_, place, teaser = (block.value for block in app.markdown if not block.value.startswith("Worksheet"))
    assert teaser == after.teaser and after.teaser
    if after is not QUESTIONS:
        assert place.startswith(f"Level {after.level} · ") and place.endswith(f" · about {after.minutes} minutes")
    quiet = labels(app)[labels(app).index(f"Next: {after.title} →") + 1 :]
    back = [] if here is HOME else [f"← Back: {(HOME, *PARTS)[PARTS.index(here)].title}"]
    card = ["The numbers: model card"] if here.level == len(LEVELS) else []
    class_ = ["For teachers", "What this site keeps"] if here is HOME else []
    assert quiet == [*back, "The words: Glossary", *class_, *card]


def test_pages_outside_the_story_have_no_way_but_are_remembered():
    app = opened("glossary")
    assert labels(app) == []
    assert way_of(app) == {"path": "glossary", "paths": [page.path for page in PAGES], "place": "", "ends": []}


def test_the_bar_of_a_phone_leads_to_both_neighbours_and_past_the_ends_of_the_levels():
    ends = [way_of(opened(part.path))["ends"] for part in (PARTS[0], PARTS[2], PARTS[-1])]
    assert ends == [["", PARTS[1].path], [PARTS[1].path, PARTS[3].path], [PARTS[-2].path, "questions"]]


def test_the_minutes_of_the_parts_add_up_to_what_their_level_takes():
    # for reading all of it once; no part is longer than twelve
    assert max(part.minutes for part in PARTS) <= 12
    assert [sum(part.minutes for part in level.parts) for level in LEVELS] == [9, 9, 9, 25, 20]


@pytest.mark.parametrize("folder", [*(level.folder for level in LEVELS), ""])
def test_the_card_has_a_picture_that_shows_something(tiny_engine, folder):
    picture = way.door_picture(folder)
    assert picture.shape == (64, 64, 3) and picture.dtype == np.uint8 and picture.std() > 10


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.folder)
def test_each_part_has_a_picture_of_its_own_on_its_card(tiny_engine, level):
    pictures = [way.door_picture(level.folder, part.path) for part in level.parts]
    assert all(one.shape == (64, 64, 3) and one.dtype == np.uint8 and one.std() > 10 for one in pictures)
    assert len({one.tobytes() for one in pictures}) == len(pictures)


def test_every_part_of_a_level_is_in_the_table_of_pages():
    # a page begins with its story, outside of any function
    python = (ROOT / "pages" / "levels").rglob("*.py")
    story = re.compile(r"^(theme\.)?story\(", re.MULTILINE)
    files = [path for path in python if story.search(path.read_text(encoding="utf-8"))]
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
