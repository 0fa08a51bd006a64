"""Its steps count from 0, so that our t is its t - 1."""

import torch
from diffusers import DDPMScheduler


def jump(picture, noise, t):
    """picture, noise: (1, 3, 64, 64); t: from 1 to 1000."""
    scheduler = DDPMScheduler(num_train_timesteps=1000, beta_schedule="squaredcos_cap_v2")
    return scheduler.add_noise(picture, noise, torch.tensor([t - 1]))
