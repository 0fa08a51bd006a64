"""Until when a word can change its mind: one run told one caption, and from each of its steps on another."""

from collections.abc import Sequence

from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.networks.unet import UNet
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import lead, start_of
from diffusion_core.sampling.generate import finish
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, Moment, Step, path


def way_of(job: Job, network: UNet, captions: Sequence[str], seeds: Sequence[int]) -> list[Tensor]:
    """Where pictures stand after each step of the job's run, from its noise on: steps + 1 times (B, *shape).

    The job's own caption, seed and count are passed over.
    """
    start, found = Noise(seeds, network.config.shape)(), list[Step]()
    _run(job, network, start, _moments(job), captions, found)
    return [start, *(step.x for step in found)]


def from_there(job: Job, network: UNet, x: Tensor, done: int, captions: Sequence[str]) -> Tensor:
    """The pictures (B, *shape) in [-1, 1] that come of x when so many steps are done and from now on this is told.

    After `way_of` it is what a job with `switch` gives, whose first steps are then taken once for all moments. It holds
    for samplers that remember nothing of earlier steps.
    """
    if done == job.steps:
        return x.clamp(-1, 1)
    found = list[Step]()
    _run(job, network, x, _moments(job)[done:], captions, found)
    return found[-1].x.clamp(-1, 1)


def _moments(job: Job) -> list[Moment]:
    return path(make_schedule(job.schedule, job.T), job.steps, start_of(job))


def _run(
    job: Job, network: UNet, x: Tensor, moments: Sequence[Moment], captions: Sequence[str], found: list[Step]
) -> None:
    sampler = SAMPLERS[job.sampler](x, moments, lambda: x.new_zeros(x.shape))
    finish(lead(sampler, captions, network, found.append, how=job), network)
