"""The spectrum: white noise is flat, a wave stands in its ring, splats hold coarse noise only."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.spectrum import fine_part, radial_power, soft_splats, splat_pass

SIDE = 32
FIELDS = 400


def draws(seed=0, count=FIELDS):
    return torch.randn(count, SIDE, SIDE, generator=generator(seed), dtype=torch.float64)


def test_independent_draws_have_a_flat_spectrum_of_their_variance():
    power = radial_power(2 * draws()).mean(0)
    # a ring of n holds about 2·pi·n waves in pairs, each of whose powers scatters as widely as its mean
    waves = math.pi * torch.arange(1, SIDE // 2 + 1)
    assert ((power / 4 - 1).abs() < 4.5 / (waves * FIELDS).sqrt() + 1e-9).all()


@pytest.mark.parametrize("times", [1, 5, 16])
def test_a_wave_stands_in_the_ring_of_its_fineness(times):
    wave = torch.cos(2 * math.pi * times * torch.arange(SIDE) / SIDE).expand(SIDE, SIDE)
    power = radial_power(wave)
    assert power.argmax().item() == times - 1
    assert (power.sum() - power.max()).item() < 1e-6 * power.max().item()


def test_all_power_is_the_variance():
    field = draws(count=1)[0]
    waves = torch.fft.fft2(field - field.mean()).abs().square().sum() / SIDE**4
    assert waves.item() == pytest.approx(field.var(correction=0).item())
    coarse = field - fine_part(field, ring=9)
    assert fine_part(coarse, ring=9).abs().max().item() < 1e-12
    assert fine_part(field, ring=0) == pytest.approx(field)


def test_each_number_of_a_splat_keeps_the_bell_and_its_neighbours_are_alike():
    radius = 1.5
    field = soft_splats(draws(), radius)
    assert field.var().item() == pytest.approx(1, abs=0.03)
    # two Gaussians of width r that stand d apart overlap as exp(-d² / 4r²)
    for apart in (1, 2, 4):
        alike = (field * field.roll(apart, -1)).mean().item()
        assert alike == pytest.approx(math.exp(-(apart**2) / (4 * radius**2)), abs=0.03)


def test_splats_are_far_from_flat_and_the_rings_follow_the_formula():
    power = radial_power(soft_splats(draws(), 1.5)).mean(0)
    assert power[0] > 10 and power[-1] < 1e-6
    passed = splat_pass(SIDE, 1.5).square()
    assert passed.mean().item() == pytest.approx(1)
    along = passed[0, 1 : SIDE // 2]
    ratio = torch.exp(-4 * math.pi**2 * 1.5**2 * (torch.arange(1, SIDE // 2) / SIDE).square()).double()
    torch.testing.assert_close(along / along[0], ratio / ratio[0], rtol=1e-5, atol=1e-12)


def test_a_splat_of_no_radius_is_the_draw_itself():
    torch.testing.assert_close(soft_splats(draws(count=2), 0.0), draws(count=2))
