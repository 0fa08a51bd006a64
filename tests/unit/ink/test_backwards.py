"""The way back: steps that follow the guide, and the equation run backwards."""

import math

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from tests.unit.statistics import chi_square

WATER = 0.3


def anywhere(count: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(count, 2, dtype=torch.float64, generator=generator(seed))


@pytest.mark.parametrize("steps", [1, 2, 9])
def test_steps_back_are_exact_for_ink_from_one_point_far_from_walls(steps):
    now, then, many = 0.004, 0.001, 40_000
    chance = generator(3)
    specks = 0.5 + math.sqrt(2 * now) * torch.randn(many, 2, generator=chance, dtype=torch.float64)
    moments = torch.linspace(now, then, steps + 1, dtype=torch.float64)
    (*_, end) = ink.undo(specks, lambda x, spread: (0.5 - x) / (2 * spread), moments, chance)
    assert (end.var(dim=0) / (2 * then) - 1).abs().max() < 4.5 * math.sqrt(2 / many)
    assert ((end - 0.5).mean(dim=0) / math.sqrt(2 * then / many)).abs().max() < 4.5


def test_many_guided_steps_undo_the_spreading_itself_not_only_its_look():
    drop, chance = ink.ink_of("ring"), generator(4)
    moments = 0.002 * (WATER / 0.002) ** torch.linspace(1, 0, 61, dtype=torch.float64)
    (*_, end) = ink.undo(anywhere(4000, 5), ink.DropGuide(drop), moments, chance)
    exact = ink.concentration(drop, moments[-1:], cells=8)[0].flatten()
    assert chi_square(end, exact) < 150


def on_the_ring(steps: int, spacing: str) -> float:
    drop, chance = ink.ink_of("ring"), generator(6)
    water = ink.stumble(ink.specks_of(drop, 400, chance), torch.tensor([0, WATER]), chance)[-1]
    (*_, end) = ink.undo(water, ink.DropGuide(drop), ink.SPACINGS[spacing](WATER, steps), generator(7))
    return ink.inked(end, drop).double().mean().item()


def test_one_leap_leads_nowhere_and_many_ever_smaller_steps_bring_the_ring_back():
    by_luck = (ink.ink_of("ring") > 0).double().mean().item()
    assert on_the_ring(1, "ever smaller") == pytest.approx(by_luck, abs=0.06)
    assert on_the_ring(20, "all the same") < 0.4
    assert on_the_ring(20, "ever smaller") > 0.96


@pytest.mark.parametrize("steps", [1, 2, 20, 100])
@pytest.mark.parametrize("spacing", ink.SPACINGS)
def test_a_way_back_begins_in_the_water_and_ends_at_the_drop(spacing, steps):
    moments = ink.SPACINGS[spacing](WATER, steps)
    assert len(moments) == steps + 1 and (moments.diff() < 0).all()
    assert moments[0].item() == pytest.approx(WATER) and moments[-1] == 0


def test_ever_smaller_steps_take_away_the_same_share_and_equal_ones_the_same_length():
    moments = ink.geometric(WATER, 20)
    shares = moments[1:-1] / moments[:-2]
    torch.testing.assert_close(shares, shares[:1].expand_as(shares))
    assert moments[-2].item() == pytest.approx(ink.SHARPEST)
    torch.testing.assert_close(ink.equal(WATER, 20).diff(), torch.full((20,), -WATER / 20, dtype=torch.float64))


def test_forwards_the_rule_of_neighbours_spreads_ink_as_the_exact_law_does_and_loses_none():
    cells, spread = 48, 0.01
    found = ink.concentration(ink.ink_of("heart"), torch.zeros(1, dtype=torch.float64), cells=cells)[0]
    for _ in range(400):
        found = ink.exchange(found, spread / 400)
    exact = ink.concentration(ink.ink_of("heart"), torch.tensor([spread], dtype=torch.float64), cells=cells)[0]
    assert found.sum().item() == pytest.approx(1, abs=1e-12)
    torch.testing.assert_close(found, exact, rtol=0, atol=0.01 * exact.max().item())


def test_backwards_the_rule_blows_up_what_chance_left():
    drop, cells, chance = ink.ink_of("ring"), 12, generator(8)
    specks = ink.stumble(ink.specks_of(drop, 400, chance), torch.tensor([0, WATER]), chance)[-1]
    index = (specks * cells).long().clamp(max=cells - 1)
    counts = torch.bincount(index[:, 1] * cells + index[:, 0], minlength=cells**2).double().view(cells, cells)
    for _ in range(24):
        counts = ink.exchange(counts, -1 / (8 * cells**2))
    # a fifteenth of the way only, and already there are fewer than no specks in many cells
    assert 24 / (8 * cells**2) < WATER / 14
    assert counts.min() < -10_000 and counts.max() > 10_000
    assert counts.sum().item() == pytest.approx(400, abs=1e-3)
