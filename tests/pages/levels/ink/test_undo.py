"""Level 1: a leap and small steps in a race, and other ways back, each alone."""

import re

import numpy as np
import pytest
import torch

from diffusion_core import ink
from pages.levels.ink import race_figures, undo_figures
from pages.levels.ink.undo import BETS
from tests.pages.driver import bet, cards, change, control, keys, numbers, opened, rerun, sent, texts, track, words

BACK = "level-1-back"
UNDONE = "ink.undone"
RACERS = ["steps", "leap"]
LEAP, STEPS, EITHER = BETS


def test_before_the_bet_the_two_stand_ready_in_the_same_mixed_water_and_nothing_is_told():
    page = opened(BACK)
    header = sent(page, UNDONE)[0]
    assert [one["name"] for one in header["tracks"]] == RACERS
    assert header["frames"] == 1 and header["whole"] == race_figures.TICKS + 1
    waters = [track(page, UNDONE, name)[1]["positions"] for name in RACERS]
    np.testing.assert_array_equal(*waters)
    assert not {"ink.way", "ink.steps", "ink.spacing"} & keys(page)


def test_after_the_bet_both_run_on_one_clock_and_end_as_the_verdict_says():
    page = bet(opened(BACK), "ink.undo", LEAP)
    header = sent(page, UNDONE)[0]
    assert header["frames"] == race_figures.TICKS + 1 and header["proof"]["marks"][0] == "steps"
    assert {one["frames"] for one in header["tracks"]} == {header["frames"]}
    rows = numbers(page, UNDONE, "race")
    ends = {name: texts[-1] for name, texts in rows.items()}
    small, leap = (int(ends[name].split()[0]) for name in ("20 small steps", "one giant leap"))
    said = cards(page)["ink.undo"]["headline"]
    assert f"**{small}** in 100 specks are back on the ring. In one leap, {leap}." in said
    assert small > 95 and abs(leap - undo_figures.plain_water()) < 8
    # of the specks themselves: a band of 0.06 around a radius of 0.25
    steps = track(page, UNDONE, "steps")[1]["positions"][-1] / 65_535 - 0.5
    assert 100 * (abs(np.hypot(*steps.T) - 0.25) < 0.03).mean() == pytest.approx(small, abs=6)
    leapt = track(page, UNDONE, "leap")[1]["positions"]
    assert (leapt[1:] == leapt[1]).all(), "the leap is over after one tick"


@pytest.mark.parametrize("answer", [EITHER, STEPS, "Just show me"])
def test_after_any_answer_the_numbers_of_all_ways_can_be_folded_out(answer):
    page = bet(opened(BACK), "ink.undo", answer)
    assert cards(page)["ink.undo"]["right"] == STEPS
    said = words(change(page, "folds-1-4", "All in numbers"))
    shares = {way: int(share) for way, share in re.findall(r"\| ([\w ,]+) \| (\d+) of 100 \|", said)}
    assert shares["film"] == 100 and shares["20 steps, ever smaller"] > 95
    assert shares["plain water, by luck"] == round(undo_figures.plain_water())
    assert abs(shares["one leap"] - shares["plain water, by luck"]) < 8
    assert re.search(r"\| unmix \| nonsense: −[\d,]{6,} specks in one cell \|", said)


@pytest.mark.parametrize("way", ["film", "unmix", "one leap", "many steps"])
def test_each_way_can_be_looked_at_alone_and_begins_in_the_same_mixed_water(way):
    page = bet(opened(BACK, {"ink.way": way}), "ink.undo", "Just show me")
    arrays = sent(page, UNDONE)[1]
    if way == "unmix":
        assert texts(page, UNDONE, 0)[0] == f"{undo_figures.unmixed(0)[0].max():.0f} specks"
        assert "−" in texts(page, UNDONE, 1)[-1]
        return
    start = track(opened(BACK), UNDONE, "steps")[1]["positions"][0]
    np.testing.assert_array_equal(arrays["0.positions"][0], start)


@pytest.mark.parametrize("steps", ["1", "100"])
@pytest.mark.parametrize("spacing", ["ever smaller", "all the same"])
def test_both_ends_of_the_steps_work_and_the_share_on_screen_is_that_of_the_specks(steps, spacing):
    page = bet(
        opened(BACK, {"ink.way": "many steps", "ink.steps": steps, "ink.spacing": spacing}), "ink.undo", "Just show me"
    )
    header, arrays = sent(page, UNDONE)
    assert header["frames"] == int(steps) + 1 <= 4 * header["fps"] + 1
    end = arrays["0.positions"][-1] / 65_535 - 0.5
    # a band of 0.06 around a radius of 0.25; specks on its rim may be counted either way
    share = 100 * (abs(np.hypot(*end.T) - 0.25) < 0.03).mean()
    assert float(texts(page, UNDONE)[-1].split()[0]) == pytest.approx(share, abs=6)


def test_equal_steps_bring_back_fewer_than_ever_smaller_ones():
    ends = {}
    for spacing in ("ever smaller", "all the same"):
        page = bet(opened(BACK, {"ink.steps": "20", "ink.spacing": spacing}), "ink.undo", "Just show me")
        ends[spacing] = int(texts(page, UNDONE)[-1].split()[0])
    assert ends["all the same"] < 40 < 95 < ends["ever smaller"]


def test_the_bet_is_marked_by_the_usual_steps_whatever_the_controls_say():
    page = bet(opened(BACK, {"ink.steps": "1", "ink.spacing": "all the same"}), "ink.undo", LEAP)
    assert cards(page)["ink.undo"]["right"] == STEPS


def test_a_link_from_before_the_race_opens_the_steps_that_its_sender_saw():
    app = opened(BACK, {"ink.steps": "9"})
    assert "ink.steps" not in keys(app)
    app.query_params["moment"] = "undo.4"
    app.query_params["ink.steps"] = "9"
    assert sent(rerun(app), UNDONE)[0]["frames"] == 10
    assert control(app, "ink.way").value == "many steps"


def test_a_link_to_the_usual_steps_opens_the_race_in_which_they_run():
    app = opened(BACK)
    app.query_params["moment"] = "undo.4"
    steps = track(rerun(app), UNDONE, "steps")[1]["positions"]
    alone = bet(opened(BACK, {"ink.way": "many steps"}), "ink.undo", "Just show me")
    np.testing.assert_array_equal(steps[4], track(alone, UNDONE, "back")[1]["positions"][4])


def test_one_leap_leads_nowhere_because_all_that_pulls_at_a_speck_cancels_out():
    """The reason that 1.4 gives: the mean of where a speck may have come from is where it is."""
    leap = undo_figures.guided(0, 1, race_figures.SPACING).specks
    moved = 60 * np.hypot(*np.moveaxis(leap[1] - leap[0], -1, 0))
    assert moved.max() < 0.01
    # and not because it knew one place: the pulls of near spots alone are no nothing
    assert undo_figures.possible(0, 1, race_figures.SPACING)[0] > 99


def test_with_each_small_step_fewer_spots_are_left_that_a_speck_may_have_come_from():
    page = bet(opened(BACK), "ink.undo", STEPS)
    (said,) = numbers(page, UNDONE, "left").values()
    left = [float(text.split()[0]) for text in said]
    assert left[0] == 100 and left[-1] <= 3
    exact = undo_figures.possible(0, race_figures.TICKS, race_figures.SPACING)
    assert (np.diff(exact)[:-1] < 0).all()


def test_the_spots_that_are_left_are_counted_as_written_out_by_hand():
    # a speck from a small part of the ring: the likelihoods of all its cells, by images behind two walls on each side
    drop, spread = ink.ink_of("ring"), 0.02
    speck = torch.tensor([[0.7, 0.4]], dtype=torch.float64)
    row, column = drop.nonzero(as_tuple=True)
    cells = torch.stack([column, row], dim=1).double().add(0.5) / len(drop)

    def along(x, start):
        images = torch.cat([2 * n + sign * start[None] for n in (-2, -1, 0, 1, 2) for sign in (1, -1)])
        return (-((x - images) ** 2) / (4 * spread)).exp().sum(0)

    likely = along(speck[0, 0], cells[:, 0]) * along(speck[0, 1], cells[:, 1]) * drop[row, column]
    shares = likely / likely.sum()
    ring = drop[row, column] / drop.sum()
    by_hand = ring.square().sum() / shares.square().sum()
    assert ink.DropGuide(drop).possible(speck, spread).item() == pytest.approx(by_hand.item(), rel=1e-6)
