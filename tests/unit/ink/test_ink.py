"""Ink in a glass: specks and shade follow the laws of diffusion between walls."""

import math

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator

CELLS = 48
WARMTHS = (5, 20, 60)
MOMENTS = torch.linspace(0, 8, 33, dtype=torch.float64)
EDGES = torch.linspace(0, 1, CELLS + 1, dtype=torch.float64)


def shares(shape: str, celsius: float, moments: torch.Tensor = MOMENTS) -> torch.Tensor:
    return ink.concentration(ink.ink_of(shape), ink.diffusion(celsius) * moments, cells=CELLS)


def middle(count: int) -> torch.Tensor:
    return torch.full((count, 2), 0.5)


@pytest.mark.parametrize(
    ("celsius", "millipascal_seconds"), [(5, 1.5182), (20, 1.0016), (25, 0.8900), (40, 0.6527), (60, 0.4660)]
)
def test_water_is_as_thick_as_the_steam_tables_say(celsius, millipascal_seconds):
    # IAPWS 2008 at 0.1 MPa
    assert 1000 * ink.viscosity(celsius) == pytest.approx(millipascal_seconds, rel=5e-4)


def test_ink_spreads_as_fast_as_the_dye_that_was_measured_in_units_of_the_film():
    real = ink.diffusion(25) * ink.GLASS**2 / ink.SPEED_UP
    assert real == pytest.approx(4.25e-10)


def test_warm_water_spreads_ink_faster_by_its_heat_and_its_thinness():
    # 333.15 K / 293.15 K, and 1.0016 mPa·s / 0.4660 mPa·s
    assert ink.diffusion(60) / ink.diffusion(20) == pytest.approx(1.13645 * 2.1494, rel=1e-3)


def test_far_from_walls_the_variance_on_each_axis_is_2dt():
    spread = torch.tensor([0, 0.0005, 0.001, 0.004])
    paths = ink.stumble(middle(40_000), spread, generator(0))
    relative = paths[1:].var(dim=1) / (2 * spread[1:, None])
    # the standard error of a variance is sqrt(2 / N)
    assert (relative - 1).abs().max() < 4.5 * math.sqrt(2 / 40_000)


def test_the_two_axes_know_nothing_of_each_other():
    x, y = (ink.stumble(middle(40_000), torch.tensor([0, 0.003]), generator(1))[1] - 0.5).T
    assert abs((x * y).mean() / (x.std() * y.std())) < 4.5 / math.sqrt(40_000)


def test_chance_pushes_no_speck_to_either_side():
    end = ink.stumble(middle(40_000), torch.tensor([0, 0.003]), generator(2))[1] - 0.5
    assert (end.mean(dim=0) / end.std(dim=0)).abs().max() < 4.5 / math.sqrt(40_000)


def test_a_wall_throws_a_path_back_and_the_inside_is_left_alone():
    free = torch.tensor([0.3, 1.2, -0.3, 2.5, -1.75, 3.9])
    torch.testing.assert_close(ink.reflect(free), torch.tensor([0.3, 0.8, 0.3, 0.5, 0.25, 0.1]))


def test_no_speck_ever_leaves_the_glass():
    paths = ink.stumble(torch.rand(2000, 2, generator=generator(3)), torch.linspace(0, 5, 40), generator(4))
    assert paths.min() >= 0 and paths.max() <= 1


def test_the_same_seed_gives_the_same_specks_and_leaves_the_global_generator_alone():
    start, spread = middle(50), torch.linspace(0, 0.1, 5)
    before = torch.random.get_rng_state()
    one, same, other = (ink.stumble(start, spread, generator(seed)) for seed in (7, 7, 8))
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert torch.equal(torch.random.get_rng_state(), before)


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


def test_in_the_end_the_ink_is_the_same_everywhere():
    end = shares("heart", 20, torch.tensor([100.0], dtype=torch.float64))
    torch.testing.assert_close(end * CELLS**2, torch.ones_like(end), rtol=0, atol=1e-9)
    specks = ink.stumble(middle(20_000), torch.tensor([0.0, 3.0]), generator(5))[1]
    assert chi_square(specks, torch.full((64,), 1 / 64)) < 150


@pytest.mark.parametrize("shape", ink.SHAPES)
def test_specks_lie_where_the_exact_shade_says(shape):
    chance, moments = generator(6), torch.tensor([0, 0.3, 1, 3], dtype=torch.float64)
    spread = ink.diffusion(20) * moments
    paths = ink.stumble(ink.specks_of(ink.ink_of(shape), 20_000, chance), spread, chance)
    exact = ink.concentration(ink.ink_of(shape), spread, cells=8).flatten(1)
    # 63 degrees of freedom: 150 is passed by chance once in a hundred million times
    assert max(chi_square(specks, share) for specks, share in zip(paths, exact, strict=True)) < 150


def chi_square(specks: torch.Tensor, share: torch.Tensor) -> float:
    """How far counts in 8 by 8 cells lie from the shares expected; endless where ink lies that should not."""
    cells = (specks * 8).long().clamp(max=7)
    counts = torch.bincount(cells[:, 1] * 8 + cells[:, 0], minlength=64).double()
    expected = share * len(specks)
    some = expected > 1e-9
    if counts[~some].sum() > 0:
        return math.inf
    return ((counts - expected)[some] ** 2 / expected[some]).sum().item()


def test_x_points_right_and_y_points_down():
    # a heart is as wide left as right, and its tip is at the bottom: the lowest row with ink is the narrowest
    heart = ink.ink_of("heart")
    torch.testing.assert_close(heart, heart.flip(1))
    rows = (heart > 0).sum(dim=1)
    rows = rows[rows > 0]
    assert rows[-1] < rows[0] < rows.max()
    one_cell = torch.zeros(4, 4, dtype=torch.float64)
    one_cell[3, 0] = 1
    x, y = ink.specks_of(one_cell, 100, generator(0)).T
    assert x.max() < 0.25 and y.min() > 0.75


def test_a_shape_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="'star'.*drop, ring, heart"):
        ink.ink_of("star")


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
