"""4.17: the noise decides, and by which way it is taken off."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from pages.levels.network.anew import noise_decides, noise_decides_figures
from pages.shared.page.recorded import figure, percent
from tests.pages.driver import bet, change, names, opened, run_through, verdict, words

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_same_noise_gives_the_same_picture_to_the_pixel_by_ddim_and_not_by_ddpm():
    found, shares = run_through(noise_decides_figures.twice_each(3))
    assert found.films.shape == (noise_decides_figures.USUAL + 1, 4, 64, 64, 3)
    assert shares[-1] == 1 and shares == sorted(shares)
    assert all((found.films[0, 0] == other).all() for other in found.films[0])
    assert found.different == 0 and not torch.equal(found.ends[2], found.ends[3])
    assert torch.allclose(found.ends[:1], noise_decides_figures.once(3), atol=1e-5)
    again, _ = run_through(noise_decides_figures.twice_each(3))
    assert torch.equal(again.ends, found.ends)
    assert not torch.equal(noise_decides_figures.once(5), noise_decides_figures.once(6))


def test_with_the_shipped_network_too_ddims_two_do_not_differ_in_a_single_number(engine_of):
    engine_of(MODEL)
    found, _ = run_through(noise_decides_figures.twice_each(0))
    assert found.different == 0


def test_two_that_differ_are_counted():
    found, _ = run_through(noise_decides_figures.other_ways(3))
    assert found.different > 0, "in 20 and in 100 steps"
    assert found.films.shape == (noise_decides_figures.USUAL + 1, 4, 64, 64, 3)


def test_what_ddpm_keeps_of_its_start_depends_on_the_schedule():
    """The factor on x_t, recomputed from the mean of q(x_prev | x_t, x_0) in float64."""
    for schedule, share in (("cosine", 0.0006), ("linear", 0.61)):
        assert noise_decides_figures.kept(schedule) == pytest.approx(share, rel=0.1)


@pytest.mark.parametrize(("ways", "keeps"), [("twice_each", False), ("other_ways", True)])
def test_ddpms_two_go_under_the_schedule_that_is_named(ways, keeps):
    """After the first of twenty steps, linear has kept much of the starting noise, and cosine nothing."""
    found, _ = run_through(getattr(noise_decides_figures, ways)(3))
    start, after = (frame[2].astype(float).ravel() for frame in found.films[:2])
    assert (np.corrcoef(start, after)[0, 1] > 0.3) == keeps


def test_what_ddpms_two_runs_share_is_counted_under_both_schedules():
    """Under cosine alone it would be a tautology: there the first step keeps nothing of the noise that they share."""
    luck = figure(noise_decides.CHANCE)["interval"]
    for name in (noise_decides.DDPM, noise_decides.LINEAR):
        assert luck[0] < figure(name)["value"] < luck[1]
    app = bet(opened("level-4-new"), noise_decides.BET, noise_decides.ALL)
    assert names(app, "decides.four") == ["ddim", "ddpm"]
    assert "DDIM drew the same picture twice." in verdict(app, noise_decides.BET)
    assert "the starting noise decides it all." in words(app), "the heading's question is answered"
    assert "With DDPM it hardly counts" in words(app), "more of a say than the start, nobody measured"
    change(app, "folds-4-17", noise_decides.OTHERS)
    assert names(app, "decides.others") == ["ddim", "ddpm"]
    low, high = (f"{100 * end:.0f}" for end in figure(noise_decides.LINEAR)["interval"])
    assert f"| DDPM twice, under linear | {percent(noise_decides.LINEAR)} ({low} to {high} %) |" in words(app)
    assert "no difference from luck was found" in words(app)
