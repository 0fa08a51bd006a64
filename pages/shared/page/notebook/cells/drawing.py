"""Ask the network, as the site's server does, but for you alone. The site asks several visitors' questions at once and
may compute in half precision, so a value may differ in its last digits."""

from functools import cache

import numpy as np
import torch

from diffusion_core.common.assets import FEW_STEPS
from diffusion_core.common.randomness import Noise
from diffusion_core.networks.weights import load_network
from diffusion_core.networks.words_apart import APART, with_words_apart
from diffusion_core.sampling import conversation, few_steps, generate, listening

NETWORKS = {
    "critters": load_network,
    few_steps.NAME: lambda: load_network(FEW_STEPS),
    APART: lambda: with_words_apart(network_of("critters")),
}


@cache
def network_of(name):
    """A network by the name under which a job asks for it."""
    return NETWORKS[name]()


class drawing:
    @staticmethod
    def steps(job):
        """The steps of a job, one after the other."""
        found, network = [], network_of(job.weights)
        worse = network_of(job.worse) if job.worse else None
        generate.finish(conversation.converse(job, network, found.append, worse), network, worse)
        return found

    @staticmethod
    def last_steps(jobs):
        """The last step of each job."""
        return [drawing.steps(job)[-1] for job in jobs]

    @staticmethod
    def ask(x, log_snr, captions, *, weights="critters"):
        """One question to the network."""
        return generate.predict(network_of(weights), x, log_snr, captions)

    @staticmethod
    def look(x, log_snr, captions):
        """One question, and how much each place of the picture read each word."""
        return listening.look(network_of("critters"), x, log_snr, captions)

    @staticmethod
    def look_into(use):
        """What a function makes of the network itself."""
        with torch.inference_mode():
            return use(network_of("critters"))


def films(jobs):
    """The pictures of each job on their way, side by side: (steps + 1, 64, 64 · count, 3), the noise first; and the
    network's guess in each step."""
    return [film_of(job) for job in jobs]


def film_of(job):
    run = drawing.steps(job)
    start = Noise(range(job.seed, job.seed + job.count), run[0].x.shape[1:])()
    return {"noisy": in_a_row([start, *(step.x for step in run)]), "guess": in_a_row([step.x0 for step in run])}


def in_a_row(frames):
    """Frames of pictures, (B, 3, 64, 64) each, as a screen shows them."""
    wide = torch.stack([torch.cat(list(frame), dim=-1) for frame in frames])
    return np.rint((wide.clamp(-1, 1).permute(0, 2, 3, 1).double().numpy() + 1) * 127.5).astype(np.uint8)
