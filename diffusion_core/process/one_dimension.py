"""One step back in one dimension, exactly: where did x_t come from, and does a bell describe it?

The data are a mixture of bells, so that everything here has a closed form; only the gap between two densities is
summed up on a grid. All in float64.
"""

import math
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.process.schedules import Schedule

GRID = 401
REACH = 8.0
"""How many widths to each side a grid reaches."""


class Bells(NamedTuple):
    """A mixture of K bells: log_weights (..., K) that sum to one as weights, means (..., K), variances (..., K)."""

    log_weights: Tensor
    means: Tensor
    variances: Tensor

    def log_density(self, x: Tensor) -> Tensor:
        """(..., M), the logarithm of the density at x (..., M). Stays finite far from all bells."""
        # a row of x for each bell: few bells side by side in memory would take five times as long to add up
        squares = (x[..., None, :] - self.means[..., None]) ** 2 / self.variances[..., None]
        heights = self.log_weights - 0.5 * (2 * math.pi * self.variances).log()
        return reduce(torch.logaddexp, (heights[..., None] - 0.5 * squares).unbind(-2))

    def best_bell(self) -> tuple[Tensor, Tensor]:
        """Mean and variance (...,) of the one bell nearest to it: that with its own mean and variance.

        No other bell has a smaller KL(mixture || bell) (Bishop 2006, section 10.7).
        """
        weights = self.log_weights.exp()
        mean = (weights * self.means).sum(-1)
        variance = (weights * (self.variances + (self.means - mean[..., None]) ** 2)).sum(-1)
        return mean, variance

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """(count,) draws from an unbatched mixture."""
        chosen = torch.multinomial(self.log_weights.exp(), count, replacement=True, generator=generator)
        unit = torch.randn(count, generator=generator, dtype=torch.float64)
        return self.means[chosen] + self.variances[chosen].sqrt() * unit


def two_heaps(width: float) -> Bells:
    """The data: two equal heaps at -1 and 1. width: the standard deviation of each, above 0."""
    half = torch.full((2,), 0.5, dtype=torch.float64)
    return Bells(half.log(), torch.tensor([-1.0, 1.0], dtype=torch.float64), torch.full_like(half, width**2))


def noised(bells: Bells, alpha_bar: float) -> Bells:
    """The same data at a noise level: √ᾱ * x + √(1 - ᾱ) * ε (Ho et al. 2020, eq. 4). alpha_bar in [0, 1]."""
    return Bells(bells.log_weights, alpha_bar**0.5 * bells.means, alpha_bar * bells.variances + 1 - alpha_bar)


def backward(before: Bells, beta: float, x: Tensor) -> Bells:
    """The true q(x_{t-1} | x_t) for x_t = √(1 - β) * x_{t-1} + √β * ε, by Bayes' rule: again a mixture.

    before: the distribution of x_{t-1}, K bells; beta in (0, 1]; x: (...), values of x_t. Returns batches (..., K).
    """
    shrink = (1 - beta) ** 0.5
    after = noised(before, 1 - beta)
    # in memory a row of x for each bell, as in log_density
    off = torch.stack([x - mean for mean in after.means]).movedim(0, -1)
    log_weights = before.log_weights - 0.5 * (off**2 / after.variances + after.variances.log())
    means = before.means + before.variances * shrink / after.variances * off
    variances = (before.variances * beta / after.variances).expand_as(means)
    return Bells(log_weights - log_weights.logsumexp(-1, keepdim=True), means, variances)


def bell_log_density(mean: Tensor, variance: Tensor, x: Tensor) -> Tensor:
    """(..., M), of bells with mean and variance (...,) at x (..., M)."""
    off = (x - mean[..., None]) ** 2 / variance[..., None]
    return -0.5 * (off + (2 * math.pi * variance[..., None]).log())


def gap(bells: Bells, points: int = GRID) -> Tensor:
    """KL(mixture || its best bell), (...,) in nats, >= 0, summed over so many points, 8 widths past all bells."""
    mean, variance = bells.best_bell()
    x = _grid(bells, points)
    log_p = bells.log_density(x)
    terms = log_p.exp() * (log_p - bell_log_density(mean, variance, x))
    return torch.trapezoid(terms, x, dim=-1).clamp(min=0)


def average_gap(before: Bells, beta: float, *, points: int = 81, grid: int = 201) -> float:
    """The gap of `backward`, averaged over x_t as often as each occurs. points: of x_t; grid: of x_{t-1} for each."""
    after = noised(before, 1 - beta)
    x = _grid(after, points)
    return torch.trapezoid(after.log_density(x).exp() * gap(backward(before, beta, x), grid), x).item()


def _grid(bells: Bells, points: int) -> Tensor:
    """(..., points) evenly over all that the mixture can reach."""
    reach = REACH * bells.variances.sqrt()
    low, high = (bells.means - reach).amin(-1), (bells.means + reach).amax(-1)
    share = torch.linspace(0, 1, points, dtype=torch.float64)
    return low[..., None] + (high - low)[..., None] * share


def chain_back(data: Bells, schedule: Schedule, count: int, generator: torch.Generator) -> Iterator[Tensor]:
    """From pure noise to data in as many steps as the schedule has, each drawn from the best bell for it.

    Yields x_T, then x_{T-1} … x_0, (count,) each. What a perfect network could do that may only answer with a bell.
    """
    x = torch.randn(count, generator=generator, dtype=torch.float64)
    yield x
    for t in range(schedule.steps, 0, -1):
        before = noised(data, schedule.alpha_bar[t - 1].item())
        mean, variance = backward(before, schedule.betas[t - 1].item(), x).best_bell()
        x = mean + variance.sqrt() * torch.randn(count, generator=generator, dtype=torch.float64)
        yield x


def off_the_data(data: Bells, x: Tensor, widths: float = 2.0) -> float:
    """The share of x, (N,), that lies further than so many widths from every heap; 4.6 % of the data for two widths."""
    far = (x[:, None] - data.means).abs() > widths * data.variances.sqrt()
    return far.all(-1).double().mean().item()
