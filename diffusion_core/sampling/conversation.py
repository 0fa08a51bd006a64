"""What the engine serves: conversations that ask a network something, row by row, and are sent the answer."""

from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction, clip_guess, from_velocity, velocity
from diffusion_core.process.schedules import log_snr_of, make_schedule
from diffusion_core.sampling.guidance import guide, matters
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, Ask, Sampler, Step, path

UNGUIDED = Job(guidance=1.0)


class Question(NamedTuple):
    """Rows for one pass of a network: x (R, *shape of its plan), log_snr (R,), and the words of each row.

    weights: of the network that is asked, "" for the conversation's own.
    """

    x: Tensor
    log_snr: Tensor
    context: Context
    weights: str = ""


Conversation = Generator[Question, Prediction, None]
"""Yields questions until it has what it wanted."""


def converse(job: Job, network: UNet, tell: Callable[[Step], None], worse: UNet | None = None) -> Conversation:
    """Sample a job's pictures with this network; `tell` is given each finished step. worse: where the job names one."""
    seeds = range(job.seed, job.seed + job.count)
    return converse_about(job, [job.caption] * job.count, seeds, network, tell, worse)


def converse_about(
    job: Job,
    captions: Sequence[str],
    seeds: Sequence[int],
    network: UNet,
    tell: Callable[[Step], None],
    worse: UNet | None = None,
) -> Conversation:
    """As the job says, but for its caption, seed and count."""
    draw = Noise(seeds, network.config.shape)
    moments, start = path(make_schedule(job.schedule, job.T), job.steps, start_of(job)), draw()
    sampler = SAMPLERS[job.sampler](start, moments, draw if job.fresh else partial(torch.zeros_like, start))
    return lead(sampler, captions, network, tell, how=job, worse=worse)


def start_of(job: Job) -> float:
    """The time t at which a job's fresh noise is taken to stand: T, or earlier where some picture is believed in it."""
    if not job.believed:
        return float(job.T)
    return make_schedule(job.schedule, job.T).time_of(log_snr_of(job.believed))


def lead(
    sampler: Sampler,
    captions: Sequence[str],
    network: UNet,
    tell: Callable[[Step], None],
    *,
    how: Job = UNGUIDED,
    worse: UNet | None = None,
) -> Conversation:
    """Lead a sampler through a network that is told a caption a picture; `tell` is given each finished step.

    how: its guidance, clipping, level offset, and the words that change on the way or are led away from; the rest of
    it is passed over. worse: the network that it names.
    """
    later, done = [how.then] * len(captions) if how.switch else list(captions), 0
    distinct = sorted({*captions, *later, how.negative})
    words = network.reader.read(distinct)
    item = next(sampler, None)
    while item is not None:
        if isinstance(item, Ask):
            told = captions if done < how.switch else later
            rows = [distinct.index(caption) for caption in _rows(told, how, item.log_snr)]
            guess = yield from _answer(item, Context(*(part[rows] for part in words)), how)
            if worse is not None and matters(item.log_snr, how.pull_from, how.pull_to):
                guess = yield from _away_from(worse, item, told, guess, how)
            item = sampler.send(clip_guess(item.x, guess, item.levels) if how.clip else guess)
        else:
            tell(item)
            done = item.index
            item = next(sampler, None)


def _rows(told: Sequence[str], how: Job, log_snr: float) -> list[str]:
    """What the rows of one question are told: the captions, and where guidance counts, what it leads away from."""
    asked, against = list(told), [how.negative] * len(told)
    if how.guidance == 1 or how.worse or asked == against:
        return asked
    if matters(log_snr, how.pull_from, how.pull_to):
        return asked + against
    # where guidance is not worth a second pass, words that pull with strength 0 are not told either
    return against if how.guidance == 0 else asked


def _answer(ask: Ask, words: Context, how: Job) -> Generator[Question, Prediction, Prediction]:
    """The network's answer to a sampler, guided as wished; rows with words and without go in one question."""
    count, rows = len(ask.x), len(words.mask)
    heard = torch.full((rows,), ask.log_snr + how.level_offset, dtype=torch.float64)
    both = yield Question(torch.cat([ask.x] * (rows // count)), heard, words)
    guess = Prediction(*(part[:count] for part in both))
    if rows > count:
        guess = guide(guess, Prediction(*(part[count:] for part in both)), how.guidance)
    return _reread(ask, guess, heard[:count]) if how.level_offset else guess


def _away_from(
    worse: UNet, ask: Ask, told: Sequence[str], guess: Prediction, how: Job
) -> Generator[Question, Prediction, Prediction]:
    """The guess, led away from that of a worse network, which is told the same."""
    heard = ask.levels + how.level_offset
    other = yield Question(ask.x, heard, worse.reader.read(told), how.worse)
    return guide(guess, _reread(ask, other, heard) if how.level_offset else other, how.guidance)


def _reread(ask: Ask, guess: Prediction, heard: Tensor) -> Prediction:
    """The network's velocity, which it gave for the noise level it heard, taken apart at the true one."""
    return from_velocity(ask.x, velocity(guess.x0, guess.eps, heard), ask.levels)


def single_question(
    x: Tensor, log_snr: Tensor, captions: list[str], network: UNet, tell: Callable[[Prediction], None]
) -> Conversation:
    """One question, not clipped, not guided."""
    tell((yield Question(x, log_snr, network.reader.read(captions))))


def answer_together(network: UNet, questions: list[Question], device: torch.device) -> list[Prediction]:
    """Answer many questions in one pass; predictions come back on the CPU, in the questions' own precision."""
    x = torch.cat([q.x for q in questions]).to(device)
    log_snr = torch.cat([q.log_snr for q in questions]).float().to(device)
    vectors, mask = (torch.cat(parts).to(device) for parts in zip(*(q.context for q in questions), strict=True))
    guess = from_velocity(x, network(x, log_snr, Context(vectors, mask)), log_snr)
    sizes = [len(q.x) for q in questions]
    return [Prediction(*parts) for parts in zip(*(part.cpu().split(sizes) for part in guess), strict=True)]
