"""`network` has the call of that library's UNet2DConditionModel, and predicts v. The scheduler is told the mistake: its
first moment is one at which some picture would be left, although only noise comes in."""

import math

import torch
from diffusers import DDIMScheduler


def believes(network, untold, noise, share, steps=50):
    """noise: (B, 3, 64, 64); share: how much of a picture the network believes to be left in it, such as 0.0047."""

    def left(time):
        return torch.cos((time + 0.008) / 1.008 * math.pi / 2) ** 2 / math.cos(0.008 / 1.008 * math.pi / 2) ** 2

    # the moment at which the cosine schedule has left so much, and from there on even steps
    start = math.acos(math.sqrt(share) * math.cos(0.008 / 1.008 * math.pi / 2)) / (math.pi / 2) * 1.008 - 0.008
    alphas = left(start * torch.arange(steps + 1, dtype=torch.float64) / steps)
    scheduler = DDIMScheduler(
        num_train_timesteps=steps, trained_betas=1 - alphas[1:] / alphas[:-1], prediction_type="v_prediction"
    )
    scheduler.set_timesteps(steps)
    x = noise
    for step in scheduler.timesteps:
        t = 1000 * start * (step + 1) / steps - 1
        x = scheduler.step(network(x, t, untold).sample, step, x, use_clipped_model_output=True).prev_sample
    return x
