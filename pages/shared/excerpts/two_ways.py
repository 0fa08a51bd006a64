"""`network` has the call of that library's UNet2DConditionModel, and predicts v. The path begins at t = 50, so both
schedulers are given a table of the moments from there on."""

import numpy as np
import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler


def two_ways(network, told, picture, pinch, steps=20):
    """picture, pinch (the little noise at t = 50): (1, 3, 64, 64). Returns the path's noise, and what comes back."""
    table = torch.logit(DDIMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod.double()).numpy()
    times = 50 + 950 * np.arange(steps + 1) / steps - 1
    plan = {"num_train_timesteps": len(times), "prediction_type": "v_prediction", "clip_sample": False}
    out, home = DDIMInverseScheduler(**plan), DDIMScheduler(**plan)
    for scheduler in (out, home):
        scheduler.alphas_cumprod = torch.from_numpy(np.interp(times, np.arange(1000), table)).sigmoid().float()
        scheduler.set_timesteps(len(times))
    x = home.add_noise(picture, pinch, torch.tensor([0]))
    for step in out.timesteps[1:]:
        x = out.step(network(x, times[step - 1], told).sample, step, x).prev_sample  # it lies a step before
    path = x
    for step in home.timesteps:
        x = home.step(network(x, times[step], told).sample, step, x).prev_sample
    return path, x
