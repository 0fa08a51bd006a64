"""Its steps count from 0, so that our t is its t - 1. (What it calls sigmoid is another curve than ours.)"""

import torch
from diffusers import DDPMScheduler


def two_schedules(picture, noise, t, T=1000):
    """picture, noise: (1, 3, 64, 64); t: from 1 to T, of so many steps."""
    linear = DDPMScheduler(num_train_timesteps=T, beta_start=1e-4 * 1000 / T, beta_end=0.02 * 1000 / T)
    cosine = DDPMScheduler(num_train_timesteps=T, beta_schedule="squaredcos_cap_v2")
    scaled = DDPMScheduler(
        num_train_timesteps=T, beta_schedule="scaled_linear", beta_start=0.00085 * 1000 / T, beta_end=0.012 * 1000 / T
    )
    schedulers = {"linear": linear, "cosine": cosine, "scaled linear": scaled}
    return {name: one.add_noise(picture, noise, torch.tensor([t - 1])) for name, one in schedulers.items()}
