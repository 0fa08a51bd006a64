"""The stage holds what it promises, at every bet of every page: where cards, pictures and controls stand.

One visit a page and size measures before and after each bet.
"""

from collections import Counter

import pytest
from playwright.sync_api import Page

from pages.site_map import PARTS
from tests.browser import measured
from tests.browser.machine import go
from tests.browser.measured import HEAD, Seen
from tests.browser.visitors import Look, Visitors

SIZES = {"desktop": (1280, 720), "projector": (1920, 1080), "tablet": (820, 1180), "phone": (390, 844)}
LEAST_MAIN = {"desktop": 384, "projector": 512, "tablet": 320, "phone": 320}
LEAST = 128
FILLED = 0.75
"""Of the stage's width, what pictures take at least that are compared side by side, where none is the main one."""
DENSITY = {"phone": 3, "tablet": 2}
"""Pixels of such a screen to one of CSS; pictures are whole multiples of the former."""
MOST_PUSHED = 8
MOST_VISITS = 6
"""Of one page at one size: each test that finds a fault has it measured once more."""


too_small: dict[tuple[str, str], list[str]] = {}
"""By page and size, what is too small for a finger; with all bets made."""
cut_off: dict[tuple[str, str], list[str]] = {}
"""What ends outside of the window."""


@pytest.fixture(scope="module")
def stood(visitors: Visitors, server):
    """stood(path, size): each bet of a page before and after it was made, in one visit that is made once."""
    found: dict[tuple[str, str], list[Seen]] = {}
    visits: Counter[tuple[str, str]] = Counter()

    def measure(path: str, size: str) -> list[Seen]:
        if (path, size) not in found:
            assert visits[path, size] < MOST_VISITS, "visits broke off, or showed faults"
            visits[path, size] += 1
            visit = visitors.come(Look(SIZES[size], size == "phone", density=DENSITY.get(size, 1)))
            try:
                found[path, size] = _walked(visit.page, f"{server}/{path}", path, size)
            finally:
                errors = visitors.leave(visit)
            assert errors == []
        return found[path, size]

    measure.forget = lambda path, size: found.pop((path, size), None)
    return measure


def _walked(page: Page, address: str, path: str, size: str) -> list[Seen]:
    go(page, address)
    page.wait_for_function("() => document.querySelectorAll('.bet[data-state=open]').length > 0")
    page.wait_for_timeout(1500)
    bets = [key for key in measured.open_bets(page) if "closing" not in key]
    walked = [seen(page, key, read=size == "projector") for key in bets]
    too_small[path, size] = page.evaluate(measured.TOO_SMALL) if size == "phone" else []
    cut_off[path, size] = page.evaluate(measured.CUT_OFF)
    return walked


def seen(page: Page, key: str, *, read: bool) -> Seen:
    one = Seen(key, measured.at_top(page, key))
    measured.make(page, key)
    one.after = measured.scene_of(page, key)
    one.read = measured.at_end(page, key) if read else {}
    return one


def first(scene: dict) -> dict | None:
    """The first thing to see on a stage."""
    return next(iter([*scene["pictures"], *scene["charts"]]), None)


def span(scene: dict) -> float:
    """The share of the stage's width that the fullest row of pictures takes."""
    rows: Counter[int] = Counter()
    for box in scene["pictures"]:
        rows[round(box["bottom"] / 40)] += box["width"]
    return max(rows.values()) / scene["stage"]["width"]


def covers(controls: dict, evidence: dict) -> bool:
    """Whether controls lie over what proves a bet."""
    beside = controls["right"] <= evidence["left"] or controls["left"] >= evidence["right"]
    return not beside and evidence["top"] < controls["bottom"] and controls["top"] < evidence["bottom"] - 1


def in_window(box: dict, size: str) -> bool:
    return box["top"] >= HEAD - 1 and box["bottom"] <= SIZES[size][1] + 1


def faults(stood, path: str, size: str, wrong) -> set[str]:
    """The keys of a page's bets for which something is wrong. Then it is forgotten: a second try measures anew."""
    keys = {one.key for one in stood(path, size) if wrong(one)}
    if keys:
        stood.forget(path, size)
    return keys


every_page = pytest.mark.parametrize("path", [part.path for part in PARTS])
THOROUGH = {"tablet": pytest.mark.thorough}
every_size = pytest.mark.parametrize("size", [pytest.param(size, marks=THOROUGH.get(size, ())) for size in SIZES])


@every_page
def test_bet_first_picture_and_its_play_button_stand_in_one_view(stood, path):
    def wrong(one: Seen) -> bool:
        scene = one.before
        shown = [scene["card"], *filter(None, [first(scene)]), *scene["play"][:1]]
        return not all(in_window(box, "desktop") for box in shown)

    assert faults(stood, path, "desktop", wrong) == set()


@every_page
@every_size
def test_verdict_and_evidence_are_in_sight_right_after_a_bet(stood, path, size):
    def wrong(one: Seen) -> bool:
        ringed = one.after["evidence"][:1]
        evidence = ringed or list(filter(None, [first(one.after)]))
        hidden = any(covers(box, ringed[0]) for box in one.after["over"] if ringed)
        return hidden or not all(in_window(box, size) for box in [one.after["verdict"], *evidence])

    assert faults(stood, path, size, wrong) == set()


@every_page
@pytest.mark.parametrize("size", ["desktop", "projector"])
def test_a_measured_line_that_is_ringed_is_in_sight_right_after_a_bet(stood, path, size):
    def wrong(one: Seen) -> bool:
        return not all(in_window(box, size) for box in one.after["said"])

    assert faults(stood, path, size, wrong) == set()


@every_page
def test_a_picture_stays_in_sight_while_what_stands_beside_it_is_read(stood, path):
    def wrong(one: Seen) -> bool:
        shown = first(one.read)
        fits = one.read["stage"]["height"] <= SIZES["projector"][1] - 2 * HEAD
        return bool(shown) and fits and not in_window(shown, "projector")

    assert faults(stood, path, "projector", wrong) == set()


@every_page
@every_size
def test_a_bet_pushes_no_picture(stood, path, size):
    def wrong(one: Seen) -> bool:
        before, after = first(one.before), first(one.after)
        if not before or not after:
            return False
        # a stage beside its card sticks to the window while what stands there is read: it is measured from its own top
        beside = one.after["card"]["left"] >= one.after["stage"]["right"]
        base = "stage" if beside else "scene"
        moved = (after["top"] - one.after[base]["top"]) - (before["top"] - one.before[base]["top"])
        return abs(moved) > MOST_PUSHED

    assert faults(stood, path, size, wrong) == set()


@every_page
@every_size
def test_pictures_are_large_and_begin_at_the_left_edge_of_their_stage(stood, path, size):
    def wrong(one: Seen) -> bool:
        widths = [box["width"] for box in one.after["pictures"]]
        lefts = [box["left"] - one.after["stage"]["left"] for box in one.after["pictures"]]
        large = bool(widths) and (max(widths) >= LEAST_MAIN[size] or span(one.after) >= FILLED)
        return bool(widths) and (not large or min(widths) < LEAST or min(lefts) > 1)

    assert faults(stood, path, size, wrong) == set()


@every_page
def test_what_a_finger_presses_is_large_enough_for_it(stood, path):
    stood(path, "phone")
    if found := too_small[path, "phone"]:
        stood.forget(path, "phone")
    assert found == []


@every_page
@every_size
def test_nothing_ends_outside_of_the_window(stood, path, size):
    stood(path, size)
    if found := cut_off[path, size]:
        stood.forget(path, size)
    assert found == []
