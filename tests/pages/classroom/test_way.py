"""The way through a lesson: bets and what is shown between them, in the plan's order, and who jumps isn't led back."""

import pytest

from pages.classroom.catalogue import NAMES, lesson
from pages.classroom.plans import PLANS
from pages.classroom.way import SHOWS, address, comes_next, shows, way
from pages.shown import in_story

BRIDGE = "from_specks_to_pixels"
every_plan = pytest.mark.parametrize("plan", PLANS)


@every_plan
def test_step_by_step_a_room_comes_by_all_that_the_plan_asks_and_shows(plan):
    done: list[str] = []
    while (name := comes_next(plan, done)) is not None:
        done.append(name)
    assert tuple(done) == way(plan)
    assert tuple(name for name in done if name in NAMES) == lesson(plan)
    assert [name for name in done if name in SHOWS] == [step.show for step in PLANS[plan].steps if step.show]


def test_the_bridge_comes_before_the_first_bet_on_pictures():
    assert [way(plan).count(BRIDGE) for plan in ("20", "45", "90")] == [0, 1, 1]
    assert way("45")[:4] == ("heart_or_ring", "new_drop", BRIDGE, "can_tell")
    assert way("90")[3:5] == (BRIDGE, "whole_picture")


def test_who_jumps_over_the_bridge_is_not_led_back_to_it_but_to_a_bet_that_was_left_out():
    assert comes_next("45", {"heart_or_ring", "new_drop", "can_tell"}) == "part_of_the_way"
    assert comes_next("45", {"heart_or_ring", "can_tell"}) == "new_drop"
    assert comes_next("45", {"heart_or_ring", BRIDGE}) == "new_drop"
    assert comes_next("45", {"new_drop"}) == "heart_or_ring"
    assert comes_next("45", {"heart_or_ring", "new_drop"}) == BRIDGE


def test_what_is_shown_is_no_bet_and_no_step_is_both():
    assert set(SHOWS).isdisjoint(NAMES)
    assert not [step.title for plan in PLANS.values() for step in plan.steps if step.show and step.bet]


@pytest.mark.parametrize("show", SHOWS)
def test_the_address_leads_to_its_heading(show):
    path, _, name = address(show).partition("#")
    (found,) = (one for one in in_story() if (one.path, one.name) == (path, name))
    assert {one.title for plan in PLANS for one in shows(plan) if one.function == show} == {found.title}
