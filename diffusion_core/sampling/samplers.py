"""Samplers as generators that ask: they yield Ask, are sent a Prediction, and yield a Step after each finished step."""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.process.prediction import Denoiser, Prediction
from diffusion_core.process.schedules import Schedule


class Moment(NamedTuple):
    """A place on the way back: time t of the schedule, and its noise level log(alpha² / sigma²)."""

    t: float
    log_snr: float

    @property
    def alpha_bar(self) -> float:
        """Share of the picture, in [0, 1]."""
        return _sigmoid(self.log_snr)

    @property
    def noise(self) -> float:
        """Share of noise, 1 - alpha_bar, exact also where it is tiny."""
        return _sigmoid(-self.log_snr)


class Ask(NamedTuple):
    """A sampler's question: what is in x (B, ...), whose noise level is log_snr?"""

    x: Tensor
    log_snr: float


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


def path(schedule: Schedule, steps: int, start: float | None = None) -> list[Moment]:
    """steps + 1 moments from `start` (T when None) down to 0, evenly spaced in t. Raises ValueError for steps < 1."""
    if steps < 1:
        raise ValueError(f"a picture needs at least one step, not {steps}")
    first = schedule.steps if start is None else start
    times = [first * (steps - i) / steps for i in range(steps + 1)]
    return [Moment(t, schedule.log_snr(t)) for t in times]


def ddpm(x: Tensor, moments: Sequence[Moment], draw: Draw) -> Sampler:
    """Ancestral sampling with the posterior q(x_s | x_t, x0) (Ho et al. 2020, eqs. 6 and 7), for any spacing.

    x: (B, ...) at moments[0]; draw() returns fresh unit noise of that shape.
    """
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield Ask(x, here.log_snr)
        assert guess is not None
        picture, noisy, spread = posterior(here, there)
        mean = picture * guess.x0 + noisy * x
        noise = draw() if spread > 0 else None
        x = mean if noise is None else mean + spread * noise
        yield Step(index, there.t, x, guess.x0, guess.eps, mean, noise)


def posterior(here: Moment, there: Moment) -> tuple[float, float, float]:
    """How q(x_s | x_t, x0) mixes: the weights of x0 and of x_t in its mean, and its spread (Ho et al. 2020, eq. 7)."""
    kept, shrunk = _ratio(here.alpha_bar, there.alpha_bar), _ratio(there.noise, here.noise)
    picture = math.sqrt(there.alpha_bar) * (1 - kept * shrunk)
    return picture, math.sqrt(kept) * shrunk, math.sqrt((1 - kept) * shrunk)


def ddim(x: Tensor, moments: Sequence[Moment], draw: Draw, *, eta: float = 0.0) -> Sampler:
    """The deterministic path, or with eta > 0 a noisy one (Song et al. 2021, eqs. 12 and 16); eta 1 equals DDPM.

    x: (B, ...) at moments[0]; eta in [0, 1]; draw() returns fresh unit noise of that shape.
    """
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield Ask(x, here.log_snr)
        assert guess is not None
        kept, shrunk = _ratio(here.alpha_bar, there.alpha_bar), _ratio(there.noise, here.noise)
        variance = eta**2 * shrunk * (1 - kept)
        mean = math.sqrt(there.alpha_bar) * guess.x0 + math.sqrt(max(0.0, there.noise - variance)) * guess.eps
        noise = draw() if variance > 0 else None
        x = mean if noise is None else mean + math.sqrt(variance) * noise
        yield Step(index, there.t, x, guess.x0, guess.eps, mean, noise)


def dpmpp_2m(x: Tensor, moments: Sequence[Moment], draw: Draw) -> Sampler:
    """DPM-Solver++(2M), second order from two guesses (Lu et al. 2022, algorithm 2); first and last step first order.

    x: (B, ...) at moments[0]. Takes no fresh noise: `draw` is there so that all samplers are called alike.
    """
    before: tuple[Tensor, float] | None = None
    for index, (here, there) in enumerate(_pairs(moments), 1):
        guess = yield Ask(x, here.log_snr)
        assert guess is not None
        h = (there.log_snr - here.log_snr) / 2 if there.log_snr != here.log_snr else 0.0
        target = guess.x0
        if before is not None and math.isfinite(h) and 0 < before[1] < math.inf:
            older, h_before = before
            target = guess.x0 + h / (2 * h_before) * (guess.x0 - older)
        x = math.sqrt(_ratio(there.noise, here.noise)) * x - math.sqrt(there.alpha_bar) * math.expm1(-h) * target
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
            levels = torch.full((len(item.x),), item.log_snr, dtype=torch.float64)
            item = sampler.send(denoiser(item.x, levels))
        else:
            yield item
            item = next(sampler, None)


def _pairs(moments: Sequence[Moment]) -> Iterator[tuple[Moment, Moment]]:
    return zip(moments[:-1], moments[1:], strict=True)


def _ratio(part: float, whole: float) -> float:
    """part / whole of two shares that fall together; where nothing was there to lose, nothing is lost."""
    return part / whole if whole > 0 else 1.0


def _sigmoid(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x)) if x > -700 else 0.0
