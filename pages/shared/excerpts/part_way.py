"""`network` has the call of that library's UNet2DConditionModel, and predicts v. It is told no words."""

from diffusers import DDPMScheduler


def part_way(network, untold, picture, noise, t, random):
    """picture, noise: (1, 3, 64, 64); t: 50, 100 … 1000, how far it is noised. Returns what comes back."""
    scheduler = DDPMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(20)  # for the whole way
    left = scheduler.timesteps[-(t // 50) :]
    x = scheduler.add_noise(picture, noise, left[:1])
    for t in left:
        x = scheduler.step(network(x, t, untold).sample, t, x, generator=random).prev_sample
    return x
