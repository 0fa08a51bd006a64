"""`network` has the call of that library's UNet2DConditionModel, and predicts v. That library rounds moments to whole
steps of 1,000; twelve steps don't come out even, so its scheduler is given a table of just these twelve."""

import torch
from diffusers import DDPMScheduler


def backward(network, told, untold, random, steps=12):
    """A picture by DDPM; yields each step: its prev_sample, and the guess in it, pred_original_sample."""
    time = torch.arange(steps + 1, dtype=torch.float64) / steps
    left = torch.cos((time + 0.008) / 1.008 * torch.pi / 2) ** 2  # the cosine schedule, at these moments
    scheduler = DDPMScheduler(
        num_train_timesteps=steps, trained_betas=1 - left[1:] / left[:-1], prediction_type="v_prediction"
    )
    scheduler.set_timesteps(steps)
    x = torch.randn(1, 3, 64, 64, generator=random)
    for step in scheduler.timesteps:
        t = 1000 * (step + 1) / steps - 1
        v = network(x, t, told).sample
        if -6 < torch.logit(scheduler.alphas_cumprod[step]) < 1:  # in the middle of the way the words pull
            free = network(x, t, untold).sample
            v = free + 4 * (v - free)
        made = scheduler.step(v, step, x, generator=random)
        x = made.prev_sample
        yield made
