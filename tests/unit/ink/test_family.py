"""A guide that knows a family of rings: its densities, what all specks say together, and where rings come out."""

import itertools
import math

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from diffusion_core.ink import family, rings
from tests.unit.statistics import chi_square

SPECKS, STEPS = 250, 60
SPREADS = (1e-4, 0.002, 0.0134, 0.0136, 0.05, 0.7)
FEW = torch.tensor([0, 37, 112, 224])


def anywhere(count: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(count, 2, dtype=torch.float64, generator=generator(seed))


def ring_of(place: torch.Tensor, count: int, chance: torch.Generator) -> torch.Tensor:
    """`count` specks strewn over the ring at a place. place: (2,). Returns (count, 2)."""
    turns = 2 * math.pi * torch.rand(count, 1, generator=chance, dtype=place.dtype)
    return place + rings.RADIUS * torch.cat([turns.cos(), turns.sin()], dim=1)


def test_every_ring_of_the_family_fits_into_the_glass():
    at = family.places()
    assert len(at) == family.PLACES**2
    assert (at - rings.RADIUS).min() > 0.02 and (at + rings.RADIUS).max() < 0.98


def plainly(specks: torch.Tensor, at: torch.Tensor, spread: float) -> torch.Tensor:
    """The log density of each ring at each speck, by 225 images in double precision."""
    shifts = [(n + n % 2, -1 if n % 2 else 1) for n in range(-7, 8)]
    bells = []
    for (x, flip_x), (y, flip_y) in itertools.product(shifts, shifts):
        image = specks * specks.new_tensor([flip_x, flip_y]) + specks.new_tensor([x, y])
        r = (image[:, None] - at).square().sum(-1).sqrt()
        bell = torch.special.i0e(r * rings.RADIUS / (2 * spread)).log() - (r - rings.RADIUS) ** 2 / (4 * spread)
        bells.append(bell - math.log(4 * math.pi * spread))
    return torch.stack(bells).logsumexp(0)


@pytest.mark.parametrize("spread", SPREADS)
def test_each_ring_has_spread_by_its_formula_and_its_mirror_images(spread):
    specks, at = anywhere(100, 1), family.places()
    exact, found = plainly(specks, at, spread), rings.densities(specks, at, spread).log_density
    near = exact > exact.max() - 50
    assert (found - exact)[near].abs().max() < 1e-4


@pytest.mark.parametrize("spread", SPREADS)
def test_the_slope_is_that_of_the_log_density(spread):
    specks, at = anywhere(80, 2).requires_grad_(True), family.places()[FEW]
    weights = torch.rand(80, len(FEW), dtype=torch.float64, generator=generator(3))
    (exact,) = torch.autograd.grad((weights * plainly(specks, at, spread)).sum(), specks)
    found = rings.densities(specks.detach(), at, spread).slope(weights)
    # in glass widths by which a step leads
    assert 2 * spread * (found - exact).abs().max() < 2e-5


def test_images_and_waves_are_one_density_where_one_takes_over_from_the_other():
    specks, at = anywhere(1000), family.places()
    images, waves = (see(specks, at, rings.WAVES_SERVE) for see in (rings.ByImages, rings.ByWaves))
    assert (images.log_density - waves.log_density).abs().max() < 1e-4


@pytest.mark.parametrize("spread", [0.0005, 0.01, 0.05])
def test_specks_of_a_ring_spread_as_its_density_says(spread):
    place, chance, fine = family.places()[16], generator(3), 160
    specks = ink.stumble(ring_of(place, 20_000, chance), torch.tensor([0, spread], dtype=torch.float64), chance)
    here = ink.middles(fine)
    grid = torch.stack(torch.meshgrid(here, here, indexing="xy"), dim=-1).view(-1, 2)
    density = rings.densities(grid, place[None], spread).log_density.exp().view(fine, fine) / fine**2
    assert density.sum().item() == pytest.approx(1, abs=1e-3)
    assert chi_square(specks[-1], density.view(8, 20, 8, 20).sum(dim=(1, 3)).flatten()) < 150


def test_in_fresh_water_every_place_is_as_likely_as_before():
    for seed in range(5):
        weights = family.weigh_together(
            rings.densities(anywhere(SPECKS, seed), family.places(), family.FRESH).log_density
        )
        assert weights.sum().item() == pytest.approx(1)
        assert (weights * len(weights) - 1).abs().max() < 0.25


def test_the_weights_are_as_sure_as_they_are_right():
    # over rings at places drawn evenly, the weight of the true place is on average that of a place drawn by the weights
    chance, at, spread = generator(4), family.places(), torch.tensor([0, 0.15], dtype=torch.float64)
    gaps = []
    for _ in range(400):
        truth = int(torch.randint(len(at), (1,), generator=chance))
        specks = ink.stumble(ring_of(at[truth], 60, chance), spread, chance)[-1]
        weights = family.weigh_together(rings.densities(specks, at, spread[-1].item()).log_density)
        gaps.append(weights[truth] - weights.square().sum())
    gaps = torch.stack(gaps)
    assert abs(gaps.mean() / (gaps.std() / math.sqrt(len(gaps)))) < 4


def test_a_ring_that_has_hardly_spread_is_found_where_it_is():
    place = family.places()[50]
    specks = ink.stumble(ring_of(place, SPECKS, generator(5)), torch.tensor([0, 1e-3]), generator(6))[-1]
    seen = rings.densities(specks.double(), family.places(), 1e-3)
    assert family.weigh_together(seen.log_density).argmax() == 50


def ends(seed: int, *, together: bool) -> family.Guided:
    chance = generator(seed)
    start = torch.rand(SPECKS, 2, dtype=torch.float64, generator=chance)
    (*_, end) = family.new_drop(start, family.way_back(STEPS), chance, together=together)
    return end


@pytest.mark.parametrize("seed", range(3))
def test_guided_together_specks_make_one_ring_and_one_by_one_they_make_none(seed):
    end = ends(seed, together=True)
    place, share = family.on_best_ring(end.specks)
    assert share > 0.95 and end.weights[place] > 0.99
    assert family.on_best_ring(ends(seed, together=False).specks)[1] < 0.25


def test_the_way_back_begins_fresh_and_ends_at_the_drop():
    moments = family.way_back(STEPS)
    assert len(moments) == STEPS + 1 and (moments.diff() < 0).all()
    assert moments[0].item() == pytest.approx(family.FRESH) and moments[-1] == 0


def settled(seed: int) -> int:
    """The place on which a run agrees."""
    chance = generator(seed)
    start = torch.rand(SPECKS, 2, dtype=torch.float64, generator=chance)
    for step in family.new_drop(start, family.way_back(STEPS), chance):
        if step.weights.max() > 0.999:
            break
    return int(step.weights.argmax())


@pytest.mark.timeout(900)
def test_over_200_fresh_waters_rings_come_out_in_every_place_as_often():
    found = torch.tensor([settled(seed) for seed in range(200)])
    counts = torch.bincount(found, minlength=family.PLACES**2).double().view(family.PLACES, family.PLACES)
    blocks = counts.view(5, 3, 5, 3).sum(dim=(1, 3))
    # 24 degrees of freedom: 60 is passed by chance once in 15,000 times
    assert ((blocks - 8) ** 2 / 8).sum() < 60
    # Kolmogorov and Smirnov along each axis: 2.0 is passed by chance once in 1,500 times
    even = torch.arange(1, family.PLACES + 1) / family.PLACES
    for axis in (0, 1):
        gap = (counts.sum(axis).cumsum(0) / 200 - even).abs().max()
        assert gap * math.sqrt(200) < 2.0
    # the mean squared distance from the middle, in places: 2 (15² - 1) / 12
    away = (torch.stack([found // family.PLACES, found % family.PLACES]) - family.PLACES // 2).square().sum(0).double()
    assert away.mean().item() == pytest.approx(112 / 3, abs=4 * away.std().item() / math.sqrt(200))
