"""The smallest denoiser: what a filter does by hand, and that learning finds what least squares finds outright."""

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import draw
from diffusion_core.networks.filters import (
    IDENTITY,
    best_filter,
    convolve,
    learn_filter,
    off_by,
)
from diffusion_core.process.forward import add_noise

LEFT = 0.8


@pytest.fixture(scope="module")
def pair():
    x0 = draw([3])
    return add_noise(x0, torch.randn(x0.shape, generator=generator(0)), LEFT), x0


def test_each_pixel_becomes_the_weighed_sum_of_its_neighbours():
    x = torch.arange(9.0).view(1, 1, 3, 3)
    nine = torch.tensor([1.0, 0, 0, 0, 0, 0, 0, 0, 10])
    # the middle takes its upper left neighbour once and its lower right one ten times
    assert convolve(x, nine)[0, 0, 1, 1] == 0 + 10 * 8
    # at the corner the picture goes on as it ends
    assert convolve(x, nine)[0, 0, 0, 0] == 0 + 10 * 4


def test_the_identity_changes_nothing_and_colours_do_not_mix(pair):
    x, _ = pair
    assert torch.equal(convolve(x, torch.tensor(IDENTITY)), x)
    x = torch.zeros(1, 3, 8, 8)
    x[:, 1] = 1
    out = convolve(x, torch.full((9,), 1 / 9))
    assert out[:, [0, 2]].abs().max() == 0


def test_off_by_is_in_levels_of_255():
    assert off_by(torch.full((1, 3, 4, 4), 1.0), torch.full((1, 3, 4, 4), -1.0)) == pytest.approx(255)


def test_learning_arrives_where_least_squares_is_and_no_filter_is_better(pair):
    x, x0 = pair
    lessons = list(learn_filter(x, x0, start=torch.tensor(IDENTITY), steps=120))
    best = best_filter(x, x0)
    least = off_by(convolve(x, best), x0).item()
    assert lessons[0].error == pytest.approx(off_by(x, x0).item())
    assert lessons[-1].error == pytest.approx(least, rel=0.01)
    errors = [lesson.error for lesson in lessons]
    assert errors == sorted(errors, reverse=True), "no nudge makes it worse"
    for seed in range(20):
        other = best + 0.05 * torch.randn(9, generator=generator(seed))
        assert off_by(convolve(x, other), x0) > least
