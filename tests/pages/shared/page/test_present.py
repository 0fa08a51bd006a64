"""Present mode knows all experiments in the order of the story, and where each page's neighbours begin."""

import re

import pytest

from pages.shared.page import present
from pages.shown import in_story
from pages.site_map import PAGES, PARTS
from tests.pages.driver import content, opened

pytestmark = pytest.mark.usefixtures("tiny_engine")
PATHS = [part.path for part in PARTS]


def told(path: str) -> list[dict]:
    """What the browser is told on a page, once or not at all."""
    return [content(one.proto) for one in opened(path).get("bidi_component") if one.proto.component_name == "present"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_tells_its_experiments_as_they_stand_on_it(path):
    (data,) = told(path)
    headings = [(one.anchor, one.value) for one in opened(path).header if re.match(r"\d+\.\d+", one.value)]
    assert [(one["name"], f"{one['number']}  {one['title']}") for one in data["experiments"]] == headings


def test_one_after_the_other_they_are_the_whole_story():
    pages = [told(path)[0] for path in PATHS]
    assert [one["at"] for data in pages for one in data["experiments"]] == list(range(1, len(in_story()) + 1))
    assert {data["count"] for data in pages} == {len(in_story())}
    for before, after in zip(pages, pages[1:], strict=False):
        assert before["after"] == {"path": after["path"], "name": after["experiments"][0]["name"]}
        assert after["before"] == {"path": before["path"], "name": before["experiments"][-1]["name"]}
    assert pages[0]["before"] is None and pages[-1]["after"] is None


@pytest.mark.parametrize("path", [page.path for page in PAGES if page not in PARTS])
def test_a_page_without_experiments_tells_nothing(path):
    assert told(path) == []


def test_its_script_holds_its_style_and_nothing_is_left_to_be_filled_in():
    assert "STYLE_SHEET" not in present.SCRIPT.text and "32px" in present.SCRIPT.text
    assert re.search(r"^export (function|default)", present.SCRIPT.text, re.MULTILINE)
