"""Each decision is three lines at most, and leads to figures and files that are there."""

import re

import pytest

from tests import ROOT

FOLDER = ROOT / "docs" / "decisions"
ROOMS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
MEASUREMENTS = (ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:[\w.]+/)+\w+\.\w+)`")


def decisions(text: str) -> list[list[str]]:
    """The lines of each, without the file's heading."""
    return [block.splitlines() for block in text.strip().split("\n\n")[1:]]


def anchor(heading: str) -> str:
    """How a heading is linked to: its words in lower case, with hyphens between them."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


ANCHORS = {anchor(line.lstrip("# ")) for line in MEASUREMENTS.splitlines() if line.startswith("#")}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.stem)
def test_a_decision_says_what_instead_of_what_and_why_in_three_lines(room):
    for lines in decisions(room.read_text(encoding="utf-8")):
        assert lines[0].startswith("**") and lines[0].endswith(".**"), lines[0]
        assert len(lines) == 3 and lines[1].startswith("Instead of "), lines[0]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.stem)
def test_a_decision_leads_to_figures_that_are_there(room):
    links = re.findall(r"\]\(([^)]+)\)", room.read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("../measurements.md#")] == []
    assert {link.split("#")[1] for link in links} <= ANCHORS


@pytest.mark.parametrize("file", [*ROOMS, ROOT / "docs" / "measurements.md"], ids=lambda file: file.stem)
def test_a_file_that_is_named_by_its_path_is_there(file):
    assert [path for path in PATH.findall(file.read_text(encoding="utf-8")) if not (ROOT / path).exists()] == []


def test_the_list_of_rooms_is_whole():
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [room.name for room in ROOMS]
