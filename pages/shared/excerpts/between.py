"""`network` has the call of that library's UNet2DConditionModel, and predicts v. That library rounds moments to whole
steps of 1,000; twelve steps don't come out even, so its scheduler is given a table of just these twelve."""

import torch
from diffusers import DDIMScheduler


def between(network, told, a, b, share, steps=12):
    """a, b: two noises, (1, 3, 64, 64); share: how far on the round way from a to b, in [0, 1]."""
    angle = torch.acos(torch.cosine_similarity(a.flatten(), b.flatten(), dim=0))
    x = (torch.sin((1 - share) * angle) * a + torch.sin(share * angle) * b) / torch.sin(angle)
    time = torch.arange(steps + 1, dtype=torch.float64) / steps
    left = torch.cos((time + 0.008) / 1.008 * torch.pi / 2) ** 2  # the cosine schedule, at these moments
    scheduler = DDIMScheduler(
        num_train_timesteps=steps, trained_betas=1 - left[1:] / left[:-1], prediction_type="v_prediction"
    )
    scheduler.set_timesteps(steps)
    for step in scheduler.timesteps:
        v = network(x, 1000 * (step + 1) / steps - 1, told).sample
        x = scheduler.step(v, step, x, use_clipped_model_output=True).prev_sample
    return x
