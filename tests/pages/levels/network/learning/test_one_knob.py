"""4.4: the knob really goes downhill, by slopes alone, and ends where the error is least."""

import numpy as np
import pytest

from pages.levels.network.learning import one_knob
from pages.levels.network.learning import one_knob_figures as figures
from pages.shared.player import SAID
from tests.pages.driver import bet, cards, names, opened, sent, track, verdict

PAGE = "level-4-learning"


@pytest.mark.parametrize("seed", [3, 13, 40])
def test_each_nudge_makes_the_error_smaller_and_the_last_ones_stand_where_it_is_least(seed):
    found = figures.turned(seed)
    errors = np.interp(found.knob, figures.SETTINGS, found.errors)
    assert (np.diff(errors) < 1e-3).all() and found.knob[0] == 0
    assert abs(found.knob[-1] - found.best) < 0.03
    off = 127.5 * (found.made[-1:] - found.clean).square().mean().sqrt().item()
    assert off == pytest.approx(errors[-1], rel=0.01)


def test_the_film_waits_for_the_bet_and_then_shows_the_whole_way(tiny_engine):
    page = opened(PAGE)
    header, _ = sent(page, "learning.knob_film")
    assert (header["frames"], header["whole"]) == (1, figures.NUDGES + 1)
    assert names(page, "learning.knob_film") == ["made", "error", "noisy"]
    assert header["tracks"][1]["kind"] == "awaited", "the curve would tell"
    bet(page, one_knob.BET, one_knob.FULL)
    found = figures.turned(13)
    assert cards(page)[one_knob.BET]["right"] == one_knob.BETWEEN
    assert f"**{found.knob[-1]:.2f}**" in verdict(page, one_knob.BET)
    assert np.allclose(track(page, "learning.knob_film", "error")[1]["at"], found.knob)
    assert sent(page, "learning.knob_film")[0]["proof"]["marks"] == ["made", "error", SAID]
