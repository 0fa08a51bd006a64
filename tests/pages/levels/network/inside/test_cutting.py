"""4.15: what each cut costs."""

import numpy as np
import pytest

from diffusion_core.common.assets import MODEL
from pages.levels.network.inside import (
    cutting,
    cutting_figures,
    guessing,
    in_out,
)
from pages.levels.network.inside.cutting_figures import NOTHING
from pages.levels.network.inside.guessing import MOMENTS


def test_cutting_nothing_changes_nothing(tiny_engine):
    sound, same = guessing.guess(0), guessing.guess(0, False, ())
    assert np.array_equal(sound.frames, same.frames)
    hurt = guessing.guess(0, False, ("merge.0.0",))
    assert not np.array_equal(sound.frames, hurt.frames)
    assert len(sound.off) == len(MOMENTS)


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_the_keys_hold_for_other_pictures_too(shipped, seed):
    costs = cutting_figures.damage(seed)
    worst = max(cutting.OPTIONS.values(), key=costs.__getitem__)
    assert worst == "skips.0" and costs[worst] > 1.3 * costs[NOTHING]
    assert in_out.verdict(seed) == in_out.NEGATIVE
    what, v = guessing.asked(seed), guessing.guess(seed).v
    noise = what.eps[0].permute(1, 2, 0).numpy()
    alike = [np.corrcoef(frame.ravel(), noise.ravel())[0, 1] for frame in v[[1, 2]]]
    assert min(alike) > 0.8, "with little noise, what comes out is nearly the noise"
