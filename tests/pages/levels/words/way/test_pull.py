"""5.5: the pull is a sum of pictures that adds up, its verdict was counted, and exact moons obey the same formula."""

import numpy as np
import pytest
import torch

from diffusion_core.data.critters import caption
from diffusion_core.evaluation.claims.words_pull import WORSE
from diffusion_core.sampling.defaults import ANY_LEVEL, STRENGTH
from diffusion_core.sampling.guided_points import guided_way, spread_of, wanted_spread
from diffusion_core.sampling.job import Job
from pages.levels.words.way import pull, pull_figures
from pages.levels.words.way.sentence import SEED, USUAL
from pages.shared.page.recorded import figure, percent
from pages.shared.player import to_bytes
from tests.pages.driver import bet, cards, change, job, names, opened, sent, track, verdict, words

pytestmark = pytest.mark.usefixtures("tiny_engine")
PAGE = "level-5-way"
ONE = Job(caption=caption(USUAL), seed=SEED, guidance=3.0)


def test_the_sum_adds_up_where_the_pull_counts_and_only_there():
    found = pull_figures.pulled(ONE)
    for step, counts in enumerate(found.counts):
        strength = 3.0 if counts else 1.0
        wanted = found.untold[step] + strength * (found.told[step] - found.untold[step])
        torch.testing.assert_close(found.pulled[step], wanted, atol=1e-4, rtol=1e-4)
    assert 5 < sum(found.counts) < 20


def test_the_equation_on_show_is_that_sum_with_the_chosen_strength():
    app = opened(PAGE, {"way.strength": "3"})
    found = pull_figures.pulled(ONE)
    assert names(app, "way.sum") == ["pulled", "untold", "arrow"]
    header, arrays = track(app, "way.sum", "arrow")
    assert header["sign"] == "+" and header["times"] == ["3 ×" if counts else "1 ×" for counts in found.counts]
    np.testing.assert_array_equal(arrays["pixels"], to_bytes(found.told - found.untold))


def test_before_the_bet_sixteen_are_drawn_as_ever_and_after_it_pulled_hard_at_every_step():
    app = opened(PAGE)
    usual = Job(caption=caption(USUAL), seed=SEED, count=16)
    assert job(app, "way.many") == usual
    bet(app, pull.BET, pull.ALIKE)
    hard = job(app, "way.many")
    assert (hard.guidance, hard.pull_from, hard.pull_to) == (10.0, -ANY_LEVEL, ANY_LEVEL)
    assert (hard.caption, hard.seed, hard.count) == (usual.caption, usual.seed, 16)
    change(app, "way.every", False)
    change(app, "way.hard", STRENGTH)
    assert job(app, "way.many") == usual


def test_the_bet_is_decided_by_what_was_counted():
    app = bet(opened(PAGE), pull.BET, pull.BETTER)
    soft, hard = (figure(f"pull: right, {name}") for name in ("4", "10, all the way"))
    assert cards(app)[pull.BET]["right"] == pull.right_answer() == pull.OVERDRAWN
    # of the same sentences none was wrong before, so each that is now counts against the hard pull: a sign test
    worse = round((soft["value"] - hard["value"]) * soft["n"])
    assert soft["value"] == 1 and soft["n"] == hard["n"] >= 64 and 2 * 0.5**worse < 0.05
    assert figure("pull: burnt, 10, all the way")["interval"][0] > figure("pull: burnt, 4")["interval"][1]
    assert f"**{hard['value'] * hard['n']:.0f} of {hard['n']}** come out right" in verdict(app, pull.BET)


def test_the_exact_answer_loses_variety_and_our_network_does_not():
    exact = [pull_figures.exact_variety(strength) for strength in pull_figures.STRENGTHS]
    assert exact[0] == pytest.approx(1, abs=0.06) and exact == sorted(exact, reverse=True) and exact[-1] < 0.25
    assert figure("pull: varied, 1")["interval"][1] < figure("pull: varied, 10")["interval"][0]
    app = opened(PAGE)
    change(app, "folds-5-5", "Where it's exact")
    assert names(app, "way.moons") == ["by one", "by more", "variety"]
    _, arrays = track(app, "way.moons", "variety")
    np.testing.assert_allclose(arrays["y"][0], exact, rtol=1e-5)
    np.testing.assert_allclose(arrays["y"][1], [figure(f"pull: varied, {one:g}")["value"] for one in (1, 2, 4, 10)])


def test_a_pull_of_one_ends_on_the_moon_that_was_asked_for():
    end = guided_way(1.0, 3000, 3)[-1]
    assert spread_of(end) == pytest.approx(wanted_spread(), rel=0.05)
    off = torch.cdist(end, guided_way(1.0, 3000, 4)[-1]).amin(1)
    assert off.median() < 0.1


def test_words_that_push_away_are_asked_for_as_such():
    app = opened(PAGE, {"way.away": "a blue dog"})
    change(app, "folds-5-5", "Words that push away")
    asked = job(app, "way.negative")
    assert asked.negative == "a blue dog" and asked.count == 9
    change(app, "way.away", "a mauve <b>dog</b>")
    assert [note.value for note in app.info if "mauve" in note.value] and "<b>" not in app.info[0].value


def test_a_worse_self_is_one_of_the_copies_that_ship():
    app = opened(PAGE)
    change(app, "folds-5-5", "Away from a worse self")
    soft, other = (figure(f"pull: right, {name}")["interval"] for name in ("1", "away from a worse self"))
    assert soft[1] > other[0] and "too close to tell" in words(app)
    asked = job(app, "way.worse.run")
    assert asked.worse == f"after {WORSE}" and asked.guidance == 1.5


def test_the_table_holds_every_row_that_was_counted():
    app = opened(PAGE)
    change(app, "folds-5-5", "Counted")
    for name, said in pull_figures.network_rows().items():
        row = next(line for line in words(app).splitlines() if line.startswith(f"| {said} |"))
        assert percent(f"pull: right, {name}") in row
        found = figure(f"pull: distance, {name}")
        value, low, high = (f"{one:.2f}".replace("-0.00", "0.00") for one in (found["value"], *found["interval"]))
        assert row.replace("−", "-").endswith(f"| {value} ({low} to {high}) |")
        assert found["n"] >= 64
    assert len(sent(app, "way.sum")[0]["labels"]) == 20


def test_when_the_pull_counts_is_chosen():
    app = opened(PAGE, {"way.when": "at most noise"})
    change(app, "folds-5-5", "When it counts")
    asked = job(app, "way.interval")
    assert (asked.pull_from, asked.pull_to, asked.guidance) == (-ANY_LEVEL, -2.0, 7.0)
