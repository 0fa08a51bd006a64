"""Level 3: a schedule that never ends in noise, and the damage that was measured."""

import pytest

from diffusion_core.process.unfinished import ENDS, STEPS
from diffusion_core.sampling.job import Job
from pages.levels.schedule import not_ending_figures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import cards, job, opened, sent, verdict, words

SMALL = "level-3-small-steps"
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}


@pytest.fixture(scope="module")
def small():
    return opened(SMALL, bets=TOLD)


def test_the_fooled_run_differs_from_the_sound_one_in_its_belief_alone(small):
    sound_job, fooled = job(small, "schedule.sound"), job(small, "schedule.fooled")
    assert sound_job == Job(count=9, steps=STEPS)
    assert fooled == Job(count=9, steps=STEPS, believed=ENDS["not rescaled"])
    assert job(opened(SMALL, {"schedule.noise": "7"}, bets=TOLD), "schedule.fooled").seed == 7 * 9


@pytest.mark.parametrize(("said", "name"), [("0.004 %", "linear"), ("0.47 %", "scaled linear")])
def test_the_belief_is_that_of_the_button(said, name):
    page = opened(SMALL, {"schedule.believed": said}, bets=TOLD)
    assert job(page, "schedule.fooled").believed == ENDS[name]
    assert float(said.removesuffix(" %")) == pytest.approx(100 * ENDS[name], rel=0.02)


def test_before_the_bet_the_sound_run_alone_is_drawn():
    assert job(opened(SMALL), "schedule.arrival").believed == 0


def record_of(monkeypatch, **figures):
    """Claims with these intervals: {"from grey none": (low, high)}."""
    rows = {f"start: {name.replace('__', ', believed ').replace('_', ' ')}": ends for name, ends in figures.items()}
    book = {name: {"value": sum(ends) / 2, "interval": list(ends), "n": 9} for name, ends in rows.items()}
    monkeypatch.setattr(not_ending_figures, "figure", book.__getitem__)


@pytest.mark.parametrize(
    ("grey", "spread", "came_out"),
    [
        ((28, 32), (28, 32), "SAME"),
        ((5, 7), (2, 3), "ALIKE"),
        ((50, 52), (50, 52), "WIDER"),
        ((5, 7), (28, 32), "SAME"),
    ],
)
def test_the_bet_is_decided_by_what_differs_beyond_chance(monkeypatch, grey, spread, came_out):
    record_of(monkeypatch, from_grey__none=(30, 34), spread__none=(28, 33), from_grey__not_rescaled=grey,
              spread__not_rescaled=spread)  # fmt: skip
    assert not_ending_figures.damage("not rescaled") == getattr(not_ending_figures, came_out)


def test_each_belief_is_compared_as_far_as_it_was_measured(monkeypatch):
    record_of(monkeypatch, from_grey__none=(30, 34), spread__none=(28, 33), from_grey__linear=(28, 32),
              spread__linear=(28, 32), from_grey__scaled_linear=(20, 22), spread__scaled_linear=(28, 32),
              from_grey__not_rescaled=(5, 7), spread__not_rescaled=(2, 3))  # fmt: skip
    assert "changes nothing in their brightness beyond chance" in not_ending_figures.compared("linear")
    assert "21 shades from it on average, instead of 32" in not_ending_figures.compared("scaled linear")
    # 2.5 shades beside 30.5
    assert "by 2 shades instead of 30" in not_ending_figures.compared("not rescaled")


def test_the_bet_is_about_what_stands_there_after_it_and_the_eye_can_see_it(small):
    card = cards(small)["schedule.end"]
    assert card["right"] == not_ending_figures.ALIKE and "36\u00a0%" in card["question"]
    after, before = (not_ending_figures.shades("spread", start) for start in ("not rescaled", "none"))
    assert f"varies by about **{after:.0f}** shades. Without the mistake, by {before:.0f}." in verdict(
        small, "schedule.end"
    )
    assert "shades from it on average" not in words(small), "a second pair of numbers, in which readers got lost"
    # the recorded pictures are more than three times as alike
    assert 3 * not_ending_figures.shades("spread", "not rescaled") < not_ending_figures.shades("spread", "none")
    for player in ("schedule.sound", "schedule.fooled"):
        (spec,) = sent(small, player)[0]["tracks"]
        assert spec["tiles"] == [3, 9]


def test_the_table_marks_what_changed_beyond_chance():
    (row,) = [line for line in not_ending_figures.table().splitlines() if line.startswith("| 36 %")]
    assert "↓" in row.split("|")[2]


@pytest.mark.parametrize(
    ("grey", "spread", "said"),
    [((20, 22), (10, 12), "So do we"), ((20, 22), (29, 33), "how much they differ does not"),
     ((30, 34), (10, 12), "no nearer"), ((30, 34), (29, 33), "neither")],
)  # fmt: skip
def test_the_finding_of_the_paper_is_claimed_as_far_as_it_was_measured(monkeypatch, grey, spread, said):
    record_of(monkeypatch, from_grey__none=(30, 34), spread__none=(30, 34), from_grey__scaled_linear=grey,
              spread__scaled_linear=spread)  # fmt: skip
    assert said in not_ending_figures.as_in_the_paper()
