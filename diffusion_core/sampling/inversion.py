"""The network's own path run backwards: from a picture to the noise out of which DDIM draws it again.

The path is DDIM itself, with its moments in rising order (Song et al. 2021, section 4.3; Dhariwal & Nichol 2021,
appendix F). It begins with a pinch of noise by chance: no picture in training was without any, and where there is
none, the network cannot say what noise looks like.
"""

from torch import Tensor

from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import Schedule
from diffusion_core.sampling.samplers import Moment, Sampler, ddim

PINCH = 50
"""The t up to which chance noises the picture: less than 1 % of noise under the cosine schedule."""


def outward(x0: Tensor, pinch: Tensor, schedule: Schedule, steps: int) -> Sampler:
    """From pictures to noise in `steps` equal steps of t, without chance after the pinch. x0, pinch: (B, ...)."""
    x = add_noise(x0, pinch, schedule.alpha_bar_at(PINCH))
    return ddim(x, _moments(schedule, steps), no_chance)


def homeward(x: Tensor, schedule: Schedule, steps: int) -> Sampler:
    """The same way back, and on to no noise at all. x: (B, ...) at T."""
    return ddim(x, [*_moments(schedule, steps)[::-1], Moment(0, schedule.log_snr(0))], no_chance)


def no_chance() -> Tensor:
    """What DDIM draws: nothing."""
    raise AssertionError("DDIM draws no fresh noise")


def _moments(schedule: Schedule, steps: int) -> list[Moment]:
    times = [PINCH + (schedule.steps - PINCH) * i / steps for i in range(steps + 1)]
    return [Moment(t, schedule.log_snr(t)) for t in times]
