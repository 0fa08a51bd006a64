"""Draw anew: the noise decides, and by which way it is taken off."""

import pytest
import torch

from pages.levels.network.anew import (
    noise_decides_figures,
)
from tests.pages.driver import run_through

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_same_noise_gives_the_same_picture_to_the_pixel():
    found = noise_decides_figures.twice(5)
    assert found.different == 0 and torch.equal(found.picture, found.again)
    assert not torch.equal(found.picture, noise_decides_figures.twice(6).picture)


def test_the_four_ways_begin_alike_and_ddpm_draws_anew():
    pictures, shares = run_through(noise_decides_figures.four_ways(3))
    assert len(pictures) == len(noise_decides_figures.WAYS) and shares[-1] == 1 and shares == sorted(shares)
    assert not torch.equal(pictures[2], pictures[3])
    again, _ = run_through(noise_decides_figures.four_ways(3))
    assert all(torch.equal(one, other) for one, other in zip(pictures, again, strict=True))
