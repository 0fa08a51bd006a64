"""The glass: 1 wide and 1 high, closed on all sides, x to the right and y down; how fast ink spreads in its water.

Time runs in seconds of film. What ink has done by time t depends on D·t alone, called `spread` throughout (square
glass widths).
"""

import torch
from torch import Tensor

GLASS = 0.06
"""The width of the real glass in metres."""
SPEED_UP = 200_000
"""Seconds in the real glass for each second of film."""
INK_AT_25 = 4.25e-10
"""Diffusion coefficient of the dye fluorescein in water at 25 °C in m²/s (Culbertson et al. 2002, Talanta 56, 365)."""
KELVIN = 273.15


def viscosity(celsius: float) -> float:
    """How thick water is, in Pa·s, at 0.1 MPa and -20 … 110 °C (Pátek et al. 2009, J. Phys. Chem. Ref. Data 38, 21)."""
    warmth = (celsius + KELVIN) / 300
    terms = ((280.68, -1.9), (511.45, -7.7), (61.131, -19.6), (0.45903, -40.0))
    return 1e-6 * sum(factor * warmth**power for factor, power in terms)


def diffusion(celsius: float) -> float:
    """D of the ink in square glass widths a second of film: D ∝ T / viscosity(T) (Einstein 1905, Stokes's drag)."""
    warmer = (celsius + KELVIN) / (25 + KELVIN) * viscosity(25) / viscosity(celsius)
    return INK_AT_25 * warmer / GLASS**2 * SPEED_UP


def reflect(free: Tensor) -> Tensor:
    """Where a path without walls is once it is folded back into the glass, [0, 1], at each wall that it met."""
    return 1 - (1 - free.remainder(2)).abs()


def middles(cells: int) -> Tensor:
    """(cells,) the middles of equal cells from 0 to 1, float64."""
    return (torch.arange(cells, dtype=torch.float64) + 0.5) / cells
