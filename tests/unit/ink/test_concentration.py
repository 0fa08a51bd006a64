"""The exact share of the ink in every part of the glass, and what a guesser can tell from it."""

import math

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from tests.unit.statistics import chi_square

CELLS = 48
WARMTHS = (5, 20, 60)
MOMENTS = torch.linspace(0, 8, 33, dtype=torch.float64)
EDGES = torch.linspace(0, 1, CELLS + 1, dtype=torch.float64)


def shares(shape: str, celsius: float, moments: torch.Tensor = MOMENTS) -> torch.Tensor:
    return ink.concentration(ink.ink_of(shape), ink.diffusion(celsius) * moments, cells=CELLS)


def test_mirror_images_and_cosines_agree_where_one_takes_over_from_the_other():
    start = torch.tensor([0.005, 0.2, 0.5, 0.93], dtype=torch.float64)
    spread = ink.WALLS_FELT * torch.tensor([0.9, 1, 1.1], dtype=torch.float64)
    images, series = (f(EDGES, start, spread) for f in (ink.shares_by_images, ink.shares_by_series))
    torch.testing.assert_close(images, series, rtol=0, atol=1e-12)


@pytest.mark.parametrize("spread", [0.002, 0.019, 0.021, 0.3])
def test_the_exact_shares_solve_the_diffusion_equation_between_closed_walls(spread):
    # a fine grid whose neighbours exchange ink, closed at both ends
    fine, at = 960, 150
    exchange = torch.diag(torch.full((fine,), -2.0, dtype=torch.float64))
    exchange += torch.diag(torch.ones(fine - 1, dtype=torch.float64), 1)
    exchange += torch.diag(torch.ones(fine - 1, dtype=torch.float64), -1)
    exchange[0, 0] = exchange[-1, -1] = -1
    rates, waves = torch.linalg.eigh(exchange)
    expected = waves @ (torch.exp(spread * fine**2 * rates) * waves[at])
    start = torch.tensor([(at + 0.5) / fine], dtype=torch.float64)
    found = ink.cell_shares(EDGES, start, torch.tensor([spread], dtype=torch.float64))[0, 0]
    torch.testing.assert_close(found, expected.view(CELLS, -1).sum(dim=1), rtol=0, atol=2e-5)


@pytest.mark.parametrize("celsius", WARMTHS)
@pytest.mark.parametrize("shape", ink.SHAPES)
def test_ink_is_neither_made_nor_lost_nor_negative(shape, celsius):
    found = shares(shape, celsius)
    assert found.min() >= 0
    torch.testing.assert_close(found.sum(dim=(1, 2)), torch.ones(len(MOMENTS), dtype=torch.float64), rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", ink.SHAPES)
def test_at_the_start_the_ink_has_its_shape(shape):
    whole = ink.ink_of(shape).view(CELLS, 2, CELLS, 2).sum(dim=(1, 3))
    torch.testing.assert_close(shares(shape, 20, torch.zeros(1, dtype=torch.float64))[0], whole)


@pytest.mark.parametrize("shape", ink.SHAPES)
def test_the_disorder_of_the_exact_ink_only_rises(shape):
    found = shares(shape, 20)
    entropy = -torch.special.xlogy(found, found).sum(dim=(1, 2))
    assert (entropy.diff() > 0).all()
    assert entropy[-1] <= 2 * math.log(CELLS)


@pytest.mark.parametrize("shape", ink.SHAPES)
def test_specks_lie_where_the_exact_shade_says(shape):
    chance, moments = generator(6), torch.tensor([0, 0.3, 1, 3], dtype=torch.float64)
    spread = ink.diffusion(20) * moments
    paths = ink.stumble(ink.specks_of(ink.ink_of(shape), 20_000, chance), spread, chance)
    exact = ink.concentration(ink.ink_of(shape), spread, cells=8).flatten(1)
    # 63 degrees of freedom: 150 is passed by chance once in a hundred million times
    assert max(chi_square(specks, share) for specks, share in zip(paths, exact, strict=True)) < 150


@pytest.mark.parametrize(("moment", "least", "most"), [(6, 0.7, 0.9), (9, 0.55, 0.7)])
def test_the_best_guesser_is_right_as_often_as_one_who_weighs_all_the_evidence(moment, least, most):
    one, other = shares("heart", 40)[moment], shares("ring", 40)[moment]
    specks, glasses = 300, 4000
    evidence = (one / other).log().flatten()
    right = 0
    for seed, (truth, sign) in enumerate(((one, 1), (other, -1))):
        seen = torch.multinomial(truth.flatten(), specks * glasses, replacement=True, generator=generator(seed))
        right += (sign * evidence[seen].view(glasses, specks).sum(dim=1) > 0).sum().item()
    rate = right / (2 * glasses)
    assert least < rate < most
    assert ink.best_guess(one, other, specks).item() == pytest.approx(rate, abs=0.02)


def test_two_glasses_of_one_ink_are_a_coin_toss_and_ink_at_rest_is_known_for_sure():
    heart, ring = shares("heart", 40), shares("ring", 40)
    assert ink.best_guess(heart[5], heart[5], 700).item() == 0.5
    assert ink.best_guess(heart[0], ring[0], 700).item() == 1
    assert ink.best_guess(heart[-1], ring[-1], 700).item() < 0.505
    rates = ink.best_guess(heart, ring, 700)
    assert (rates.diff() <= 0).all()
