"""`network` has the call of that library's UNet2DConditionModel, and predicts v. The path begins at t = 50, so both
schedulers are given a table of the moments from there on."""

import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler


def two_ways(network, told, picture, pinch, steps=20):
    """picture, pinch (the little noise at t = 50): (1, 3, 64, 64). Returns the path's noise, and what comes back."""
    times = 50 + 950 * torch.arange(steps + 1, dtype=torch.float64) / steps
    left = torch.cos((times / 1000 + 0.008) / 1.008 * torch.pi / 2) ** 2  # the cosine schedule, at these moments
    left = left / torch.cos(torch.tensor(0.008 / 1.008 * torch.pi / 2, dtype=torch.float64)) ** 2
    betas = 1 - left / torch.cat([torch.ones(1), left[:-1]])
    plan = {"num_train_timesteps": len(betas), "trained_betas": betas, "prediction_type": "v_prediction",
            "clip_sample": False}  # fmt: skip
    out, home = DDIMInverseScheduler(**plan), DDIMScheduler(**plan)
    out.set_timesteps(len(betas))
    home.set_timesteps(len(betas))
    x = home.add_noise(picture, pinch, torch.tensor([0]))
    for step in out.timesteps[1:]:
        x = out.step(network(x, times[step - 1] - 1, told).sample, step, x).prev_sample  # it lies a step before
    path = x
    for step in home.timesteps:
        x = home.step(network(x, times[step] - 1, told).sample, step, x).prev_sample
    return path, x
