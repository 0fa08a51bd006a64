"""Pictures and answers for one caller, without an engine."""

from collections import deque
from collections.abc import Sequence

import torch
from torch import Tensor

from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction
from diffusion_core.sampling.conversation import Conversation, Question, answer_together, converse_about
from diffusion_core.sampling.defaults import STEPS, STRENGTH
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step

TOGETHER = 32
"""So many pictures go through the network in one batch, however many are asked for."""


@torch.inference_mode()
def generate(
    network: UNet,
    captions: Sequence[str],
    seeds: Sequence[int],
    *,
    sampler: str = "ddim",
    steps: int = STEPS,
    guidance: float = STRENGTH,
    schedule: str = "cosine",
    believed: float = 0.0,
) -> Tensor:
    """New pictures without an engine, one a caption and seed, TOGETHER at once.

    Returns (B, *shape of the network's plan) in [-1, 1].
    """
    job = Job(sampler=sampler, steps=steps, guidance=guidance, schedule=schedule, believed=believed)
    return generate_as(job, network, captions, seeds)


@torch.inference_mode()
def generate_as(
    job: Job, network: UNet, captions: Sequence[str], seeds: Sequence[int], *, worse: UNet | None = None
) -> Tensor:
    """As `generate`, the rest as in a job, whose own caption, seed and count are passed over.

    worse: the network that the job names as such.
    """
    parts = [slice(start, start + TOGETHER) for start in range(0, len(seeds), TOGETHER)]
    return torch.cat([_drawn(job, network, captions[part], seeds[part], worse) for part in parts])


def _drawn(job: Job, network: UNet, captions: Sequence[str], seeds: Sequence[int], worse: UNet | None = None) -> Tensor:
    last: deque[Step] = deque(maxlen=1)  # hundreds of steps of many pictures are gigabytes
    finish(converse_about(job, captions, seeds, network, last.append, worse), network, worse)
    return last[-1].x.clamp(-1, 1)


@torch.inference_mode()
def predict(network: UNet, x: Tensor, log_snr: Tensor, captions: Sequence[str]) -> Prediction:
    """One answer of a network without an engine. x: (B, *shape of its plan); log_snr: (B,). Not guided, not clipped."""
    question = Question(x, log_snr, network.reader.read(captions))
    return answer_together(network, [question], next(network.parameters()).device)[0]


@torch.inference_mode()
def finish(conversation: Conversation, network: UNet, worse: UNet | None = None) -> None:
    """Lead one conversation to its end without an engine. worse: who is asked where a question names other weights."""
    device = next(network.parameters()).device
    question = next(conversation, None)
    while question is not None:
        asked = worse if worse is not None and question.weights else network
        (answer,) = answer_together(asked, [question], device)
        try:
            question = conversation.send(answer)
        except StopIteration:
            return
