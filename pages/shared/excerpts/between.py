"""`network` has the call of that library's UNet2DConditionModel, and predicts v. That library rounds moments to whole
ones of 1,000; twelve steps don't come out even, so its scheduler is given a table of just these twelve."""

import numpy as np
import torch
from diffusers import DDIMScheduler


def between(network, told, a, b, share, steps=12):
    """a, b: two noises, (1, 3, 64, 64); share: how far on the round way from a to b, in [0, 1]."""
    angle = torch.acos(torch.cosine_similarity(a.flatten(), b.flatten(), dim=0))
    x = (torch.sin((1 - share) * angle) * a + torch.sin(share * angle) * b) / torch.sin(angle)
    table = torch.logit(DDIMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod.double()).numpy()
    times = 1000 * np.arange(1, steps + 1) / steps - 1
    scheduler = DDIMScheduler(num_train_timesteps=steps, prediction_type="v_prediction")
    scheduler.alphas_cumprod = torch.from_numpy(np.interp(times, np.arange(1000), table)).sigmoid().float()
    scheduler.set_timesteps(steps)
    for step in scheduler.timesteps:
        v = network(x, times[step], told).sample
        x = scheduler.step(v, step, x, use_clipped_model_output=True).prev_sample
    return x
