"""The network's own path run backwards: from a picture to the noise out of which DDIM draws it again.

The path is DDIM itself, with its moments in rising order (Song et al. 2021, section 4.3; Dhariwal & Nichol 2021,
appendix F). It begins with a pinch of noise by chance: no picture in training was without any, and where there is
none, the network cannot say what noise looks like.
"""

from torch import Tensor

from diffusion_core.process.schedules import NoisePath
from diffusion_core.sampling.halfway import there
from diffusion_core.sampling.samplers import Moment, Sampler, ddim

PINCH = 50
"""The t up to which chance noises the picture: less than 1 % of noise under the cosine schedule of 1000 steps."""


def outward(x0: Tensor, pinch: Tensor, schedule: NoisePath, steps: int, *, first: float = PINCH) -> Sampler:
    """From pictures to noise in `steps` equal steps of t, without chance after the pinch.

    x0, pinch: (B, ...); first: the t up to which the pinch noises, in (0, T).
    """
    return ddim(there(x0, pinch, schedule, first), _moments(schedule, steps, first), no_chance)


def homeward(x: Tensor, schedule: NoisePath, steps: int, *, first: float = PINCH) -> Sampler:
    """The same way back, and on to no noise at all. x: (B, ...) at T."""
    return ddim(x, [*_moments(schedule, steps, first)[::-1], Moment(0, *schedule.alpha_sigma(0))], no_chance)


def no_chance() -> Tensor:
    """What DDIM draws: nothing."""
    raise AssertionError("DDIM draws no fresh noise")


def _moments(schedule: NoisePath, steps: int, first: float) -> list[Moment]:
    times = [first + (schedule.steps - first) * i / steps for i in range(steps + 1)]
    return [Moment(t, *schedule.alpha_sigma(t)) for t in times]
