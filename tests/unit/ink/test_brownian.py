"""Specks that stumble about, between walls."""

import math

import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from tests.unit.statistics import chi_square

CELLS = 48
MOMENTS = torch.linspace(0, 8, 33, dtype=torch.float64)


def shares(shape: str, celsius: float, moments: torch.Tensor = MOMENTS) -> torch.Tensor:
    return ink.concentration(ink.ink_of(shape), ink.diffusion(celsius) * moments, cells=CELLS)


def middle(count: int) -> torch.Tensor:
    return torch.full((count, 2), 0.5)


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


def test_no_speck_ever_leaves_the_glass():
    paths = ink.stumble(torch.rand(2000, 2, generator=generator(3)), torch.linspace(0, 5, 40), generator(4))
    assert paths.min() >= 0 and paths.max() <= 1


def test_the_same_seed_gives_the_same_specks_and_leaves_the_global_generator_alone():
    start, spread = middle(50), torch.linspace(0, 0.1, 5)
    before = torch.random.get_rng_state()
    one, same, other = (ink.stumble(start, spread, generator(seed)) for seed in (7, 7, 8))
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_in_the_end_the_ink_is_the_same_everywhere():
    end = shares("heart", 20, torch.tensor([100.0], dtype=torch.float64))
    torch.testing.assert_close(end * CELLS**2, torch.ones_like(end), rtol=0, atol=1e-9)
    specks = ink.stumble(middle(20_000), torch.tensor([0.0, 3.0]), generator(5))[1]
    assert chi_square(specks, torch.full((64,), 1 / 64)) < 150


def test_a_stumble_is_a_way_without_walls_folded_at_each_of_them():
    spread = torch.linspace(0, 0.4, 9)
    free = ink.wander(middle(200), spread, generator(5))
    assert free.min() < 0 and free.max() > 1
    assert torch.equal(ink.stumble(middle(200), spread, generator(5)), ink.reflect(free))
    # where it starts moves all of it, which is why a browser can let a drop fall anywhere
    moved = ink.wander(middle(200) - 0.3, spread, generator(5))
    torch.testing.assert_close(moved + 0.3, free)
