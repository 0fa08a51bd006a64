"""`network` has the call of that library's UNet2DConditionModel, and predicts v, the velocity."""

import torch
from diffusers import DDPMScheduler


def guess(network, told, picture, noise, t):
    """picture, noise: (1, 3, 64, 64); t: from 1 to 1000. Returns the noisy picture, and both guesses."""
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False)
    t = torch.tensor(t - 1)  # their steps count from 0
    x = scheduler.add_noise(picture, noise, t[None])
    v = network(x, t, told).sample
    guessed_picture = scheduler.step(v, t, x).pred_original_sample
    left = scheduler.alphas_cumprod[t]
    guessed_noise = left**0.5 * v + (1 - left) ** 0.5 * x
    return x, guessed_picture, guessed_noise
