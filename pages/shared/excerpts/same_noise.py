"""`network` has the call of that library's UNet2DConditionModel, and predicts v. It is told no words."""

from diffusers import DDIMScheduler, DDPMScheduler


def same_noise(network, untold, noise, chance):
    """noise: (1, 3, 64, 64); chance: two generators. DDIM in 20 steps and in 100, and DDPM in 20, twice."""
    settings = {
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "timestep_spacing": "trailing",
    }
    for scheduler, steps, more in (
        (DDIMScheduler(**settings), 20, {"use_clipped_model_output": True}),
        (DDIMScheduler(**settings), 100, {"use_clipped_model_output": True}),
        (DDPMScheduler(**settings), 20, {"generator": chance[0]}),
        (DDPMScheduler(**settings), 20, {"generator": chance[1]}),
    ):
        scheduler.set_timesteps(steps)
        x = noise
        for t in scheduler.timesteps:
            x = scheduler.step(network(x, t, untold).sample, t, x, **more).prev_sample
        yield x
