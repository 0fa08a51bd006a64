"""Draw anew: the noise decides, and by which way it is taken off."""

import pytest
import torch

from pages.levels.network.anew import (
    noise_decides_figures,
)
from tests.pages.driver import run_through

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_same_noise_gives_the_same_picture_to_the_pixel():
    assert noise_decides_figures.different(5) == 0
    assert not torch.equal(noise_decides_figures.once(5), noise_decides_figures.once(6))


def test_the_four_ways_begin_as_one_noise_and_ddpm_draws_anew():
    found, shares = run_through(noise_decides_figures.four_ways(3))
    assert found.films.shape == (noise_decides_figures.USUAL + 1, 4, 64, 64, 3)
    assert shares[-1] == 1 and shares == sorted(shares)
    assert all((found.films[0, 0] == other).all() for other in found.films[0])
    assert not torch.equal(found.ends[2], found.ends[3])
    assert torch.allclose(found.ends[:1], noise_decides_figures.once(3), atol=1e-5)
    again, _ = run_through(noise_decides_figures.four_ways(3))
    assert torch.equal(again.ends, found.ends)


def test_what_ddpm_keeps_of_its_start_depends_on_the_schedule():
    """The factor on x_t, recomputed from the mean of q(x_prev | x_t, x_0) in float64."""
    for schedule, share in (("cosine", 0.0006), ("linear", 0.61)):
        assert noise_decides_figures.kept(schedule) == pytest.approx(share, rel=0.1)
