"""Experiments that moved: each old address has one place today, and the browser is told of it (moves.js leads on)."""

from collections import Counter

import pytest

from pages.shared.page.moves import MOVES, moved_from
from pages.shared.page.state import anchor, former
from pages.shown import experiments
from pages.site_map import PAGES
from tests.pages.driver import content, opened


def numbers_on(path: str) -> list[str]:
    return [one.number for one in experiments().values() if one.page.path == path]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.page} {move.number}")
def test_what_moved_stands_where_the_table_says_and_no_longer_where_it_stood(move):
    assert move.now in numbers_on(move.now_page)
    today = {anchor(number) for number in numbers_on(move.page)}
    assert former(move.number) not in today, "the new one at that address would be taken for the old one"
    assert move.page in {page.path for page in PAGES}


def test_an_old_address_leads_to_one_place_only():
    assert max(Counter((move.page, move.number) for move in MOVES).values()) == 1
    named = [(move.page, name) for move in MOVES for name in move.names]
    assert len(set(named)) == len(named)


def test_what_left_its_page_is_known_by_its_parameters_too():
    assert all(move.names for move in MOVES if move.page != move.now_page)
    assert all(name.endswith(".") for move in MOVES for name in move.names)


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize("page", sorted({move.page for move in MOVES}))
def test_the_browser_is_told_of_all_that_moved_from_a_page(page):
    parts = [one.proto for one in opened(page).get("bidi_component") if one.proto.component_name == "moves"]
    (told,) = map(content, parts)
    assert told["path"] == page
    assert [(one["from"], one["page"], one["to"]) for one in told["moves"]] == [
        (former(move.number), move.now_page, anchor(move.now)) for move in moved_from(page)
    ]


def test_a_page_from_which_nothing_moved_is_spared():
    parts = [one.proto.component_name for one in opened("glossary").get("bidi_component")]
    assert "moves" not in parts


RENUMBERED = {
    "level-4-inside": {"4.14": "in_out", "4.15": "blocks", "4.16": "cutting"},
    "level-4-new": {"4.19": "is_it_new", "4.20": "never_seen"},
}
"""By page the numbers that old links name, and the experiments that had them."""


@pytest.mark.parametrize("page", RENUMBERED)
def test_an_experiment_that_was_only_renumbered_keeps_its_address(page):
    for number, function in RENUMBERED[page].items():
        assert anchor(experiments()[function].number) == former(number)


@pytest.mark.parametrize("level", range(1, 5))
def test_the_numbers_of_a_level_have_no_gap(level):
    places = [int(one.number.split(".")[1]) for one in experiments().values() if one.page.level == level]
    assert sorted(places) == list(range(1, len(places) + 1))
