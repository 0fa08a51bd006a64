"""That library jumps. Its table of steps is the same, and one small step is one line."""

import torch
from diffusers import DDPMScheduler


def small_steps(picture, steps, random):
    """picture: (1, 3, 64, 64) in [-1, 1]. Yields it after each step of noise."""
    scheduler = DDPMScheduler(num_train_timesteps=steps, beta_schedule="squaredcos_cap_v2")
    x = picture
    for beta in scheduler.betas:
        x = (1 - beta) ** 0.5 * x + beta**0.5 * torch.randn(x.shape, generator=random)
        yield x
