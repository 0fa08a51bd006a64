"""Its steps count from 0, so that our t is its t - 1. (What it calls sigmoid is another curve than ours.)"""

import torch
from diffusers import DDPMScheduler


def two_schedules(picture, noise, t, T=1000):
    """picture, noise: (1, 3, 64, 64); t: from 1 to T, of so many steps."""
    grown = torch.linspace(1e-4, 0.02, T) * 1000 / T
    scaled = torch.linspace(0.00085**0.5, 0.012**0.5, T) ** 2 * 1000 / T
    schedulers = {
        "linear": DDPMScheduler(num_train_timesteps=T, trained_betas=grown.clamp(max=0.999).tolist()),
        "cosine": DDPMScheduler(num_train_timesteps=T, beta_schedule="squaredcos_cap_v2"),
        "scaled linear": DDPMScheduler(num_train_timesteps=T, trained_betas=scaled.clamp(max=0.999).tolist()),
    }
    return {name: one.add_noise(picture, noise, torch.tensor([t - 1])) for name, one in schedulers.items()}
