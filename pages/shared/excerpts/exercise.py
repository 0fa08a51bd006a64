"""`network` has the call of that library's UNet2DConditionModel, and learns to predict v. t need not be a whole number:
ours draws any moment, and so the share of the picture is handed in beside it."""

import torch
from diffusers import DDPMScheduler


def exercise(network, told, picture, noise, t, left, rate):
    """picture, noise: (1, 3, 64, 64); left: of the picture at t, in (0, 1). Nudges the network once."""
    scheduler = DDPMScheduler(trained_betas=[1 - left], num_train_timesteps=1)  # a schedule of this moment alone
    only = torch.tensor([0])
    noisy = scheduler.add_noise(picture, noise, only)
    target = scheduler.get_velocity(picture, noise, only)
    matrices = [weight for weight in network.parameters() if weight.ndim > 1]
    vectors = [weight for weight in network.parameters() if weight.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.02}, {"params": vectors, "weight_decay": 0.0}],
        lr=rate,
        betas=(0.9, 0.99),
    )
    loss = (network(noisy, t, told).sample - target).square().mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return loss.item()
