"""`network` has the call of that library's UNet2DConditionModel, and predicts v. That library rounds moments to whole
ones of 1,000; twelve steps don't come out even, so its scheduler is given a table of just these twelve."""

import numpy as np
import torch
from diffusers import DDPMScheduler


def backward(network, told, untold, random, steps=12):
    """A picture by DDPM; yields each step: its prev_sample, and the guess in it, pred_original_sample."""
    table = torch.logit(DDPMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod.double()).numpy()
    times = 1000 * np.arange(1, steps + 1) / steps - 1
    scheduler = DDPMScheduler(num_train_timesteps=steps, prediction_type="v_prediction")
    scheduler.alphas_cumprod = torch.from_numpy(np.interp(times, np.arange(1000), table)).sigmoid().float()
    scheduler.set_timesteps(steps)
    x = torch.randn(1, 3, 64, 64, generator=random)
    for step in scheduler.timesteps:
        v = network(x, times[step], told).sample
        if -6 < torch.logit(scheduler.alphas_cumprod[step]) < 1:  # in the middle of the way the words pull
            free = network(x, times[step], untold).sample
            v = free + 4 * (v - free)
        made = scheduler.step(v, step, x, generator=random)
        x = made.prev_sample
        yield made
