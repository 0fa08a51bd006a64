"""Samplers as generators that ask: they yield Ask, are sent a Prediction, and yield a Step after each finished step."""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.process.prediction import Denoiser, Prediction
from diffusion_core.process.schedules import NoisePath


class Moment(NamedTuple):
    """A place on the way back: time t, at which x = alpha * x0 + sigma * eps. alpha, sigma >= 0, not both 0."""

    t: float
    alpha: float
    sigma: float

    @property
    def log_snr(self) -> float:
        """Its noise level log(alpha² / sigma²), infinite at both ends."""
        if self.alpha == 0 or self.sigma == 0:
            return math.inf if self.sigma == 0 else -math.inf
        return 2 * (math.log(self.alpha) - math.log(self.sigma))

    @property
    def length(self) -> float:
        """√(alpha² + sigma²), by how much data of variance 1 is stretched; 1 on the way of a Schedule."""
        return math.hypot(self.alpha, self.sigma)


class Ask(NamedTuple):
    """A sampler's question: what is in x (B, ...), whose noise level is log_snr? x: as if alpha² + sigma² were 1."""

    x: Tensor
    log_snr: float

    @property
    def levels(self) -> Tensor:
        """The noise level once for each row, (B,) float64."""
        return torch.full((len(self.x),), self.log_snr, dtype=torch.float64)


class Step(NamedTuple):
    """One finished step: x has arrived at time t. x0 and eps are the guesses it followed, mean is x before fresh noise.

    index counts from 1; all tensors are (B, ...); noise is the fresh unit-variance draw, None where none was added.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls on a step
    t: float
    x: Tensor
    x0: Tensor
    eps: Tensor
    mean: Tensor
    noise: Tensor | None


Sampler = Generator[Ask | Step, Prediction | None, None]
Draw = Callable[[], Tensor]


def path(schedule: NoisePath, steps: int, start: float | None = None) -> list[Moment]:
    """steps + 1 moments from `start` (T when None) down to 0, evenly spaced in t. Raises ValueError for steps < 1."""
    if steps < 1:
        raise ValueError(f"a picture needs at least one step, not {steps}")
    first = schedule.steps if start is None else start
    times = [first * (steps - i) / steps for i in range(steps + 1)]
    return [Moment(t, *schedule.alpha_sigma(t)) for t in times]


def ddpm(x: Tensor, moments: Sequence[Moment], draw: Draw) -> Sampler:
    """Ancestral sampling with the posterior q(x_s | x_t, x0) (Ho et al. 2020, eqs. 6 and 7), for any path and spacing.

    x: (B, ...) at moments[0]; draw() returns fresh unit noise of that shape.
    """
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield _ask(x, here)
        assert guess is not None
        picture, noisy, spread = posterior(here, there)
        mean = picture * guess.x0 + noisy * x
        noise = draw() if spread > 0 else None
        x = mean if noise is None else mean + spread * noise
        yield Step(index, there.t, x, guess.x0, guess.eps, mean, noise)


def posterior(here: Moment, there: Moment) -> tuple[float, float, float]:
    """How q(x_s | x_t, x0) mixes: the weights of x0 and of x_t in its mean, and its spread.

    Kingma et al. 2021, appendix A.2, for any alpha and sigma; where alpha² + sigma² = 1, Ho et al. 2020, eq. 7.
    """
    left, shrunk = _ratio(here.alpha, there.alpha), _ratio(there.sigma, here.sigma)
    # of the noise at t, the share that is new since s: sigma²_{t|s} / sigma²_t = 1 - SNR_t / SNR_s
    new = 1 - (left * shrunk) ** 2
    return there.alpha * new, left * shrunk**2, there.sigma * math.sqrt(max(0.0, new))


def ddim(x: Tensor, moments: Sequence[Moment], draw: Draw, *, eta: float = 0.0) -> Sampler:
    """The deterministic way, or with eta > 0 a noisy one (Song et al. 2021, eqs. 12 and 16); eta 1 equals DDPM.

    x: (B, ...) at moments[0]; eta in [0, 1]; draw() returns fresh unit noise of that shape.
    """
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield _ask(x, here)
        assert guess is not None
        spread = eta * posterior(here, there)[2]
        mean = there.alpha * guess.x0 + math.sqrt(max(0.0, there.sigma**2 - spread**2)) * guess.eps
        noise = draw() if spread > 0 else None
        x = mean if noise is None else mean + spread * noise
        yield Step(index, there.t, x, guess.x0, guess.eps, mean, noise)


def dpmpp_2m(x: Tensor, moments: Sequence[Moment], draw: Draw) -> Sampler:
    """DPM-Solver++(2M), second order from two guesses (Lu et al. 2022, algorithm 2); first and last step first order.

    x: (B, ...) at moments[0]. Takes no fresh noise: `draw` is there so that all samplers are called alike.
    """
    before: tuple[Tensor, float] | None = None
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield _ask(x, here)
        assert guess is not None
        h = (there.log_snr - here.log_snr) / 2 if there.log_snr != here.log_snr else 0.0
        target = guess.x0
        if before is not None and math.isfinite(h) and 0 < before[1] < math.inf:
            older, h_before = before
            target = guess.x0 + h / (2 * h_before) * (guess.x0 - older)
        x = _ratio(there.sigma, here.sigma) * x - there.alpha * math.expm1(-h) * target
        before = (guess.x0, h)
        yield Step(index, there.t, x, guess.x0, guess.eps, x, None)


SAMPLERS: dict[str, Callable[[Tensor, Sequence[Moment], Draw], Sampler]] = {
    "ddim": ddim,
    "ddpm": ddpm,
    "dpmpp_2m": dpmpp_2m,
}


def run(sampler: Sampler, denoiser: Denoiser) -> Iterator[Step]:
    """Drive one sampler alone: answer its asks with the denoiser, yield its steps."""
    item = next(sampler, None)
    while item is not None:
        if isinstance(item, Ask):
            item = sampler.send(denoiser(item.x, item.levels))
        else:
            yield item
            item = next(sampler, None)


def _ask(x: Tensor, here: Moment) -> Ask:
    """The question at a moment. Denoisers learn from data with alpha² + sigma² = 1, so x is shrunk to that here, and
    only here: the noise level, the picture and the noise in it stay what they are (Karras et al. 2022, section 5)."""
    return Ask(x / here.length, here.log_snr)


def _pairs(moments: Sequence[Moment]) -> Iterator[tuple[Moment, Moment]]:
    return zip(moments[:-1], moments[1:], strict=True)


def _ratio(part: float, whole: float) -> float:
    """part / whole of two factors that fall together; where nothing was there to lose, nothing is lost."""
    return part / whole if whole > 0 else 1.0
