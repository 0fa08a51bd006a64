"""`network` has the call of that library's UNet2DConditionModel, and predicts v. That library
rounds moments to whole ones of 1,000, so the number of steps should divide it."""

import torch
from diffusers import DDIMScheduler


def draw(network, told, untold, random, steps=20):
    """A picture by DDIM, told words that pull with strength 4."""
    scheduler = DDIMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(steps)
    x = torch.randn(1, 3, 64, 64, generator=random)
    for t in scheduler.timesteps:
        v = network(x, t, told).sample
        if -6 < torch.logit(scheduler.alphas_cumprod[t]) < 1:  # in the middle of the way the words pull
            free = network(x, t, untold).sample
            v = free + 4 * (v - free)
        x = scheduler.step(v, t, x, use_clipped_model_output=True).prev_sample
    return x
