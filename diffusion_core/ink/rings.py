"""Thin rings of ink that spread between reflecting walls: how dense each is at each speck, and how that slopes.

`densities` holds specks against rings, one to a place. What it returns has the log densities, and sums up their slopes
by weights, as the score of a family of rings asks for.
"""

import math
from itertools import product
from typing import Protocol

import torch
from torch import Tensor

RADIUS = 0.15
WAVES_SERVE = 0.0135
"""D·t above which waves serve, below it images: there both are right to 1e-4, each to more on its side."""
REACH = 12
"""Images that weigh less than exp(-REACH) of their ring are left out."""
NO_MATTER = 1e-8
"""Weights below it leave a place out of the slope."""


class Densities(Protocol):
    """log_density: (N, M), float64, of the ink of each ring at each speck."""

    log_density: Tensor

    def slope(self, weights: Tensor) -> Tensor:
        """The slopes of the log densities at each speck, weighed and summed. weights: (N, M). Returns (N, 2)."""


def densities(specks: Tensor, at: Tensor, spread: float) -> Densities:
    """Specks against rings, right to 1e-4. specks: (N, 2), at: (M, 2) the rings' middles, float64; spread: D·t > 0."""
    return (ByImages if spread < WAVES_SERVE else ByWaves)(specks, at, spread)


def mirrored(at: Tensor) -> Tensor:
    """The places, then their mirror images behind the nearest walls. at: (M, 2). Returns (9, M, 2)."""
    nearest = list(product(((0, 1), (0, -1), (2, -1)), repeat=2))
    shift, flip = at.new_tensor(nearest).permute(2, 0, 1)[..., None, :]
    return shift + flip * at


class ByImages:
    """For small D·t: each ring and its mirror images, in log space and in float32, which is twice as fast.

    Without walls a circle of radius R has spread to exp(-(r² + R²) / 4Dt) I₀(r R / 2Dt) / 4πDt at the distance r
    (Carslaw & Jaeger 1959, section 10.3). The ring itself is always the nearest; most images are too far to matter.
    """

    def __init__(self, specks: Tensor, at: Tensor, spread: float) -> None:
        self._shape, self._spread = (len(specks), len(at)), spread
        self._specks, self._images = specks.float(), mirrored(at.float())
        # each of three images along x goes with each of three along y
        x, y = self._images[::3, None, :, 0], self._images[:3, None, :, 1]
        x, y = ((self._specks[:, None, axis] - image).square() for axis, image in enumerate((x, y)))
        # an image at a time: all at once do not fit into the processor's cache
        away = [(one + other).sqrt_().flatten() for one in x for other in y]
        miss = [(r - RADIUS).square_() for r in away]
        reach = miss[0] + 4 * spread * REACH
        near = [(one < reach).nonzero()[:, 0] for one in miss]
        # of the near ones, which image of which speck and ring they are; the rings themselves come first
        self._image = torch.arange(len(near)).repeat_interleave(torch.tensor([len(pairs) for pairs in near]))
        self._pair, pairs = torch.cat(near), len(reach)
        self._r = torch.cat([r[few] for r, few in zip(away, near, strict=True)])
        self._i0e = torch.special.i0e(self._r * RADIUS / (2 * spread))
        bells = self._i0e.log() - (self._r - RADIUS).square() / (4 * spread)
        ring = bells[:pairs]
        shares = (bells - ring[self._pair]).exp()
        total = torch.zeros(pairs).index_add(0, self._pair, shares)
        self._shares = shares / total[self._pair]
        log = ring + total.log() - math.log(4 * math.pi * spread)
        self.log_density = log.view(self._shape).double()

    def slope(self, weights: Tensor) -> Tensor:
        shares = weights.float().flatten()[self._pair] * self._shares
        some = (shares > NO_MATTER).nonzero()[:, 0]
        speck, place = self._pair[some] // self._shape[1], self._pair[some] % self._shape[1]
        away = self._specks[speck] - self._images[self._image[some], place]
        r = self._r[some].clamp(min=1e-12)
        z = r * RADIUS / (2 * self._spread)
        inwards = r - RADIUS * torch.special.i1e(z) / self._i0e[some]
        slopes = -(shares[some] * inwards / (2 * self._spread * r))[:, None] * away
        return torch.zeros_like(self._specks).index_add(0, speck, slopes).double()


class ByWaves:
    """For large D·t: waves that fade; a circle of radius R has the share J₀(k R) in wave k."""

    def __init__(self, specks: Tensor, at: Tensor, spread: float) -> None:
        count = math.ceil(math.sqrt(36 / spread) / math.pi) + 1
        self._waves = math.pi * torch.arange(count, dtype=at.dtype)
        k = torch.hypot(self._waves[:, None], self._waves)
        twice = torch.where(self._waves > 0, 2.0, 1.0).to(at)
        size = twice[:, None] * twice * torch.special.bessel_j0(k * RADIUS) * torch.exp(-(k**2) * spread)
        self._begun = _pairs(*torch.cos(at[..., None] * self._waves).unbind(1)) * size.flatten()
        angles = specks[..., None] * self._waves
        self._cos, self._sin = angles.cos().unbind(1), angles.sin().unbind(1)
        self._density = _pairs(*self._cos) @ self._begun.T
        self.log_density = self._density.log()

    def slope(self, weights: Tensor) -> Tensor:
        size = (weights / self._density) @ self._begun
        (cos_x, cos_y), (sin_x, sin_y) = self._cos, self._sin
        along = _pairs(-self._waves * sin_x, cos_y), _pairs(cos_x, -self._waves * sin_y)
        return torch.stack([(size * pairs).sum(1) for pairs in along], dim=1)


def _pairs(x: Tensor, y: Tensor) -> Tensor:
    """Each wave along x times each along y: (N, K) twice -> (N, K²)."""
    return (x[:, :, None] * y[:, None, :]).flatten(1)
