"""The glass: how fast ink spreads in water of each warmth, and walls that throw specks back."""

import pytest
import torch

from diffusion_core import ink


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


def test_a_wall_throws_a_path_back_and_the_inside_is_left_alone():
    free = torch.tensor([0.3, 1.2, -0.3, 2.5, -1.75, 3.9])
    torch.testing.assert_close(ink.reflect(free), torch.tensor([0.3, 0.8, 0.3, 0.5, 0.25, 0.1]))
