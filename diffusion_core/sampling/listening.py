"""What each word does at each step: where the network looks for it, and what its guess would be without it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import Said, said_words
from diffusion_core.networks.anatomy import read_by
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction, clip_guess, from_velocity
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import start_of
from diffusion_core.sampling.guidance import guide, matters
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, Ask, Step, path


class Looked(NamedTuple):
    """Answers, not guided and not clipped, and how much each place read each word: (B, 17, side, side), slot 0 being
    the caption's beginning, as in `anatomy.read_by`."""

    guess: Prediction
    maps: Tensor


Look = Callable[[Tensor, Tensor, list[str]], Looked]
"""(x (B, *shape), log_snr (B,), B captions) -> Looked, on the CPU."""


class Heard(NamedTuple):
    """A finished step of a run, and of each word at its beginning: looks (W, side, side), how much each place read it,
    in [0, 1]; changes (W, *shape), the guess with all words less that without this one."""

    step: Step
    looks: Tensor
    changes: Tensor


@torch.inference_mode()
def look(network: UNet, x: Tensor, log_snr: Tensor, captions: Sequence[str]) -> Looked:
    """One pass of a network. x: (B, *shape of its plan); log_snr: (B,). Raises UnknownWord."""
    device = next(network.parameters()).device
    there, level = x.to(device), log_snr.float().to(device)
    v, maps = read_by(network, there, level, network.reader.read(captions))
    return Looked(Prediction(*(part.cpu() for part in from_velocity(there, v, level))), maps.cpu())


def words_in(
    x: Tensor, log_snr: float, caption: str, ask: Look, words: Sequence[Said]
) -> tuple[Looked, Tensor, Tensor]:
    """What these words of a caption do to the guess at one x (1, *shape), in one pass.

    Returns the answers with the caption and with none, then looks and changes as in Heard.
    """
    captions = [caption, "", *(word.without for word in words)]
    level = torch.full((len(captions),), log_snr, dtype=torch.float64)
    found = ask(x.expand(len(captions), *x.shape[1:]), level, captions)
    looks = found.maps[0, [1 + word.place for word in words]]
    return found, looks, found.guess.x0[:1] - found.guess.x0[2:]


def listen(job: Job, ask: Look, shape: tuple[int, int, int]) -> Iterator[Heard]:
    """Draw the one picture of a job, as ever, and hear at each step what its words do.

    shape: of a picture. Raises ValueError for a job of many pictures, or one whose words change or are led away from.
    """
    if job.count > 1 or replace(job, switch=0, then="", negative="", worse="") != job:
        raise ValueError("one picture at a time can be listened to, and its words must stay")
    draw, words = Noise([job.seed], shape), said_words(job.caption)
    moments = path(make_schedule(job.schedule, job.T), job.steps, start_of(job))
    sampler = SAMPLERS[job.sampler](draw(), moments, draw)
    item = next(sampler, None)
    while item is not None:
        if isinstance(item, Ask):
            found, looks, changes = words_in(item.x, item.log_snr, job.caption, ask, words)
            item = sampler.send(_guided(item, found.guess, job))
        else:
            yield Heard(item, looks, changes)
            item = next(sampler, None)


def _guided(ask: Ask, found: Prediction, job: Job) -> Prediction:
    told, untold = (Prediction(*(part[row : row + 1] for part in found)) for row in (0, 1))
    guess = untold if job.guidance == 0 else told
    if job.guidance != 1 and matters(ask.log_snr, job.pull_from, job.pull_to):
        guess = guide(told, untold, job.guidance)
    return clip_guess(ask.x, guess, ask.levels) if job.clip else guess
