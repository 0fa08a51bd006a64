"""`network` has the call of that library's UNet2DConditionModel, and predicts v. The scheduler is told the mistake: it
starts at a moment at which some picture would be left, although only noise comes in."""

import numpy as np
import torch
from diffusers import DDIMScheduler


def believes(network, untold, noise, share, steps=50):
    """noise: (B, 3, 64, 64); share: how much of a picture the network believes to be left in it, such as 0.0047."""
    table = torch.logit(DDIMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod.double()).numpy()
    start = np.interp(np.log(share / (1 - share)), table[::-1], np.arange(999, -1, -1))
    times = (start + 1) * np.arange(1, steps + 1) / steps - 1  # as the network counts them
    scheduler = DDIMScheduler(num_train_timesteps=steps, prediction_type="v_prediction")
    scheduler.alphas_cumprod = torch.from_numpy(np.interp(times, np.arange(1000), table)).sigmoid().float()
    scheduler.set_timesteps(steps)
    x = noise
    for step in scheduler.timesteps:
        v = network(x, times[step], untold).sample
        x = scheduler.step(v, step, x, use_clipped_model_output=True).prev_sample
    return x
