"""The exact score of a known drop, which guides specks back."""

import math

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator

SPREADS = (1e-4, 1e-3, 0.0199, 0.0201, 0.3)
WATER = 0.3


def anywhere(count: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(count, 2, dtype=torch.float64, generator=generator(seed))


def test_mirror_images_and_cosines_are_one_kernel_where_one_takes_over_from_the_other():
    x, start = torch.linspace(0, 1, 41, dtype=torch.float64), ink.middles(96)
    images, series = (f(x, start, ink.WALLS_FELT) for f in (ink.kernel_by_images, ink.kernel_by_series))
    for one, other in zip(images, series, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-6, atol=1e-6)


def test_the_cosines_alone_would_go_negative_for_a_sharp_drop():
    x, start = torch.linspace(0, 1, 41, dtype=torch.float64), ink.middles(96)
    assert ink.kernel_by_series(x, start, 1e-4)[0].min() < -0.01
    assert ink.kernel_by_images(x, start, 1e-4)[0].min() >= 0


@pytest.mark.parametrize("spread", SPREADS)
def test_the_score_is_the_slope_of_the_log_density(spread):
    guide, specks = ink.DropGuide(ink.ink_of("ring")), anywhere(60).requires_grad_(True)
    density, score = guide.log_density(specks, spread)
    (slope,) = torch.autograd.grad(density.sum(), specks)
    assert density.isfinite().all()
    torch.testing.assert_close(score, slope, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("spread", [1e-4, 2e-4])
def test_a_speck_so_far_from_all_ink_that_its_density_vanishes_is_still_led_to_the_nearest(spread):
    drop, specks = torch.zeros(96, 96, dtype=torch.float64), torch.tensor([[0.9, 0.9], [0.2, 0.8]])
    drop[3, 5] = 1
    density, score = ink.DropGuide(drop).log_density(specks, spread)
    origin = specks + 2 * spread * score
    torch.testing.assert_close(origin, torch.tensor([[5.5, 3.5]] * 2, dtype=torch.float64) / 96)
    away = (specks.double() - origin).square().sum(1)
    torch.testing.assert_close(density, -away / (4 * spread) - math.log(4 * math.pi * spread))


@pytest.mark.parametrize("spread", [0.002, 0.03])
def test_the_density_that_guides_is_the_exact_concentration(spread):
    fine, cells = 192, 24
    here = ink.middles(fine)
    places = torch.stack(torch.meshgrid(here, here, indexing="xy"), dim=-1).view(-1, 2)
    density = ink.DropGuide(ink.ink_of("heart")).log_density(places, spread)[0].exp().view(fine, fine) / fine**2
    exact = ink.concentration(ink.ink_of("heart"), torch.tensor([spread], dtype=torch.float64), cells=cells)[0]
    inside = density.view(cells, fine // cells, cells, fine // cells).sum(dim=(1, 3))
    torch.testing.assert_close(inside, exact, rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize("spread", [0.001, 0.05])
def test_nothing_is_guided_through_a_wall(spread):
    # at a wall the density of ink does not change across it
    along = ink.middles(20)
    left = torch.stack([torch.zeros(20, dtype=torch.float64), along], dim=1)
    score = ink.DropGuide(ink.ink_of("heart"))(torch.cat([left, 1 - left]), spread)
    torch.testing.assert_close(score[:, 0], torch.zeros(40, dtype=torch.float64), rtol=0, atol=1e-8)


def test_in_mixed_water_the_guide_points_almost_nowhere():
    score = ink.DropGuide(ink.ink_of("ring"))(anywhere(500), WATER)
    assert (2 * WATER * score).norm(dim=1).max() < 1e-3
