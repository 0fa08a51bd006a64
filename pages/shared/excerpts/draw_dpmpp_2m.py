"""`network` has the call of that library's UNet2DConditionModel, and predicts v. Its DPM-Solver++ doesn't keep a guess
between black and white, as ours does; so the guess is made here, clipped, and handed to it."""

import torch
from diffusers import DPMSolverMultistepScheduler


def draw(network, told, untold, random, steps=20):
    """A picture by DPM-Solver++ (2M), told words that pull with strength 4."""
    scheduler = DPMSolverMultistepScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="sample", timestep_spacing="trailing",
        final_sigmas_type="zero",
    )  # fmt: skip
    scheduler.set_timesteps(steps)
    x = torch.randn(1, 3, 64, 64, generator=random)
    for t in scheduler.timesteps:
        v, left = network(x, t, told).sample, scheduler.alphas_cumprod[t]
        if -6 < torch.logit(left) < 1:  # in the middle of the way the words pull
            free = network(x, t, untold).sample
            v = free + 4 * (v - free)
        guessed_picture = left**0.5 * x - (1 - left) ** 0.5 * v
        x = scheduler.step(guessed_picture.clamp(-1, 1), t, x).prev_sample
    return x
