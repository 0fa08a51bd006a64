"""How hard a caption pulls: one that is a memory gives itself away in one pass of the sampler (Wen et al. 2024)."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction, clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.defaults import STEPS, STRENGTH
from diffusion_core.sampling.guidance import guide, matters
from diffusion_core.sampling.samplers import Step, ddim, path, run


class Pulled(NamedTuple):
    """pictures: (B, 3, S, S) in [-1, 1]; pull: (B,) the mean length of eps(caption) - eps(nothing) over the steps."""

    pictures: Tensor
    pull: Tensor


@torch.inference_mode()
def pull_of(network: UNet, captions: Sequence[str], seeds: Sequence[int], *, steps: int = STEPS) -> Pulled:
    """Draw a picture for each caption and seed, guided as usual, and keep how far its caption moves the guessed noise.

    Wen et al. 2024, section 3.3: the mean Euclidean length over the steps; it is large for what is known by heart.
    """
    config = network.config
    start = Noise(seeds, (config.colours, config.size, config.size))()
    captioned = network.denoiser(network.reader.read(captions))
    uncaptioned = network.denoiser(network.reader.read([""] * len(captions)))
    lengths: list[Tensor] = []

    def both(x: Tensor, log_snr: Tensor) -> Prediction:
        with_words, without = captioned(x, log_snr), uncaptioned(x, log_snr)
        lengths.append((with_words.eps - without.eps).flatten(1).norm(dim=1))
        return guide(with_words, without, STRENGTH) if matters(log_snr[0].item()) else with_words

    last: deque[Step] = deque(run(ddim(start, path(make_schedule("cosine"), steps), lambda: start), clipped(both)), 1)
    return Pulled(last[-1].x.clamp(-1, 1), torch.stack(lengths).mean(0))
