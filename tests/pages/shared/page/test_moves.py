"""Experiments that moved: each old address has one place today, and the browser is told of it (moves.js leads on)."""

from collections import Counter

import pytest

from diffusion_core.common.wire import unpack
from pages.shared.page.moves import MOVES, moved_from
from pages.shared.page.state import anchor, box, former
from pages.shown import experiments
from pages.site_map import PAGES
from tests.pages.driver import content, messages, opened


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


FORMER = {
    "level-1": {"1.1": "drop_it", "1.2": "follow", "1.3": "heart_or_ring"},
    "level-1-back": {"1.4": "can_it_be_undone", "1.5": "new_drop", "1.6": "from_specks_to_pixels", "1.7": "physics"},
    "level-2": {"2.1": "one_pixel", "2.2": "whole_picture"},
    "level-2-what-if": {"2.3": "what_if"},
    "level-2-end": {"2.4": "can_tell", "2.5": "jump"},
    "level-3": {"3.1": "two_schedules", "3.2": "where_steps_go", "3.3": "two_windows"},
    "level-3-small-steps": {"3.4": "not_ending", "3.5": "gradually"},
    "level-4": {"4.1": "smallest", "4.2": "seeing"},
    "level-4-learning": {"4.6a": "by_hand", "4.6b": "live", "4.6c": "flat_loss", "4.6d": "growing"},
    "level-4-step": {"4.3": "one_step", "4.4": "lab"},
    "level-4-inside": {"4.5a": "in_out", "4.5b": "blocks", "4.5c": "cutting", "4.5d": "cutting",
                       "4.14": "in_out", "4.15": "blocks", "4.16": "cutting"},
    "level-4-new": {"4.7": "drawing", "4.8": "noise_decides", "4.9": "noise_decides", "4.10": "part_of_the_way",
                    "4.11": "noise_decides", "4.12": "is_it_new", "4.13": "never_seen",
                    "4.17": "noise_decides", "4.18": "noise_decides", "4.19": "is_it_new", "4.20": "never_seen"},
}  # fmt: skip
"""By page each number that links have named since the levels have parts, and the experiment, or what it is folded into
today. It is written by hand and not read off MOVES, so that a move which was forgotten is missed. None is taken off."""


@pytest.mark.parametrize(("page", "number"), [(page, number) for page, those in FORMER.items() for number in those])
def test_every_former_address_leads_to_its_experiment(page, number):
    moved = [move for move in MOVES if (move.page, move.number) == (page, number)]
    there = [(move.now_page, anchor(move.now)) for move in moved] or [(page, former(number))]
    found = experiments()[FORMER[page][number]]
    assert there == [(found.page.path, anchor(found.number))]


def test_every_move_is_of_a_former_address_that_is_kept_here():
    assert {(move.page, move.number) for move in MOVES} <= {(page, one) for page in FORMER for one in FORMER[page]}


FILMS = [
    ("level-1", "ink walk pair"),
    ("level-1-back", "undo fresh"),
    ("level-2", "noise whole"),
    ("level-2-what-if", "wrong"),
    ("level-2-end", "heaps jump pair_814aed66"),
    ("level-3", "schedule reader windows"),
    ("level-3-small-steps", "sound fooled chain back"),
    ("level-4", "seeing"),
    ("level-4-learning", "exercise floor growing"),
    ("level-4-step", "step lab_sound lab_broken"),
    ("level-4-inside", "inout maps cuts never"),
    ("level-4-new", "drawing partway decides pairs"),
    ("level-4-new", "between"),
    ("level-4-new", "invert"),
]
"""The films whose moments links have named since the levels have parts, and the page on which they stood."""


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize(("page", "films"), FILMS)
def test_every_former_moment_opens_its_film_where_it_stands_now(page, films):
    gone = {name.removesuffix("."): move.now_page for move in moved_from(page) for name in move.names}
    for there in {gone.get(film, page) for film in films.split()}:
        wanted = {film for film in films.split() if gone.get(film, page) == there}
        app = opened(there, {"moment": "~".join(f"{film}.1" for film in wanted)})
        assert wanted <= {unpack(message)[0].get("moment") for message in messages(app).values()}


FOLDED = [
    ("level-3", "schedule.cloud", "Moons", "schedule.two"),
    ("level-4", "moment", "nudges.3", "smallest.board"),
    ("level-4-inside", "inside.small", "5", "inside.never"),
    ("level-4-inside", "inside.map", "1", "inside.maps"),
    ("level-4-new", "between.pair", "0", "between.walk"),
    ("level-4-new", "invert.picture", "0", "invert.way"),
]
"""What stands folded today and did not once: a setting of its own opens it."""


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize(("page", "setting", "value", "player"), FOLDED)
def test_a_former_setting_opens_what_it_sets_where_that_is_folded_away_today(page, setting, value, player):
    assert player in messages(opened(page, {setting: value}))


def test_where_a_move_leads_to_a_fold_its_setting_is_known_to_open_it():
    opens = {move.opens.partition("=")[0] for move in MOVES if move.opens}
    known = {setting for _, setting, _, _ in FOLDED} | {box(number) for number in ("4.7", "4.10", "4.16")}
    assert opens <= known


@pytest.mark.parametrize("level", range(1, 5))
def test_the_numbers_of_a_level_have_no_gap(level):
    places = [int(one.number.split(".")[1]) for one in experiments().values() if one.page.level == level]
    assert sorted(places) == list(range(1, len(places) + 1))
