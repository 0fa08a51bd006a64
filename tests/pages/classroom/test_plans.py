"""Lessons for a class: minutes add up, bets are bets of the site, in the order of the story, and can be shown."""

import re

import pytest
import textstat

from pages.classroom.answers import answers, name_of
from pages.classroom.catalogue import BETS, asked, bet_of, lesson
from pages.classroom.plans import BOUNDS, LUCK, PLANS, USUAL
from pages.shown import experiments, in_story
from tests.pages.driver import change, opened, words
from tests.pages.reading import paragraphs, plain
from tests.pages.test_plain_words import sentences

GRADE = 9
every_plan = pytest.mark.parametrize("name", PLANS)
LEAST = 2
"""Minutes of a step; of one with a bet two more: to decide alone, to talk, and to see."""


def said(name: str) -> str:
    page = opened("teach")
    return words(page if name == USUAL else change(page, "teach.plan", name))


@every_plan
def test_the_minutes_of_a_lesson_add_up(name):
    plan = PLANS[name]
    assert sum(step.minutes for step in plan.steps) == plan.minutes == int(name)
    assert plan.times[0][0] == 0 and plan.times[-1][1] == plan.minutes
    assert all(before[1] == after[0] for before, after in zip(plan.times, plan.times[1:], strict=False))
    for step in plan.steps:
        assert step.minutes >= LEAST + 3 * bool(step.bet), step.title


def test_the_lesson_of_45_minutes_has_the_five_bets_in_the_order_of_the_story():
    assert PLANS["45"].bets == ("ink.heart", "ink.fresh", "noise.pair", "partway.animal", "blur.safest")


@every_plan
def test_a_room_asks_the_bets_of_its_lesson_in_their_order(name):
    keys = [asked(bet, bet_of(bet).SEED or 0).key for bet in lesson(name)]
    assert tuple(map(name_of, keys)) == PLANS[name].bets


def test_a_class_can_make_the_bets_of_the_lessons_and_no_others():
    assert set(BETS) == {bet for plan in PLANS.values() for bet in plan.bets}


@every_plan
def test_a_lesson_opens_its_own_room_and_no_other(name):
    assert re.findall(r"\]\((class\b[^)]*)\)", said(name)) == [f"class?plan={name}"]


@every_plan
def test_bets_are_bets_of_the_site_in_its_order_and_none_twice(name):
    order = list(answers())
    places = [order.index(bet) for bet in PLANS[name].bets]
    assert places == sorted(set(places))


@every_plan
def test_a_lesson_begins_with_a_real_glass_and_ends_with_two_sentences_for_home(name):
    first, *_, last = PLANS[name].steps
    assert "one drop of ink" in first.do and not first.bet
    assert "two sentences" in last.do and "at home" in last.do


def test_what_each_bet_models_and_what_not_is_said_and_nothing_else():
    assert set(BOUNDS) == {bet for plan in PLANS.values() for bet in plan.bets}


@every_plan
def test_the_page_shows_for_each_step_when_what_to_ask_what_they_say_wrong_and_where(name):
    text, plan = said(name), PLANS[name]
    presented = {f"{one.path}?present={one.name}" for one in in_story()}
    for step, (start, end) in zip(plan.steps, plan.times, strict=True):
        assert step.do in text and f"| {start} to {end} | {step.title} |" in text
        if step.show:
            assert step.show in experiments()
        if step.bet:
            known = answers()[step.bet]
            assert known.presented in presented and f"]({known.presented})" in text
            replies = LUCK.get(step.bet, known.replies)
            for part in (known.question, known.lettered, known.says, replies, *BOUNDS[step.bet]):
                assert part.replace("\u00a0", " ") in text, (step.bet, part)
    linked = set(re.findall(r"\]\(([\w-]+\?present=[\w-]+)\)", text))
    assert linked <= presented and len(linked) == len(plan.bets) + sum(bool(step.show) for step in plan.steps)


@every_plan
def test_a_teacher_reads_it_easily(name):
    text = [one for part in paragraphs(said(name)) for one in sentences(plain(part))]
    assert textstat.flesch_kincaid_grade(" ".join(dict.fromkeys(text))) <= GRADE


def test_another_lesson_stands_in_the_address():
    page = opened("teach", {"teach.plan": "20 minutes"})
    assert "The lesson of 20 minutes" in [header.value for header in page.header]
