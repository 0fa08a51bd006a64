"""`network` has the call of that library's UNet2DConditionModel, and predicts v. It is told no words."""

from diffusers import DDIMScheduler, DDPMScheduler


def same_noise(network, untold, noise, chance):
    """noise: (1, 3, 64, 64); chance: two generators. DDIM twice, and DDPM twice, in 20 steps."""
    settings = {
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "timestep_spacing": "trailing",
    }
    for scheduler, more in (
        (DDIMScheduler(**settings), {"use_clipped_model_output": True}),
        (DDIMScheduler(**settings), {"use_clipped_model_output": True}),
        (DDPMScheduler(**settings), {"generator": chance[0]}),
        (DDPMScheduler(**settings), {"generator": chance[1]}),
    ):
        scheduler.set_timesteps(20)
        x = noise
        for t in scheduler.timesteps:
            x = scheduler.step(network(x, t, untold).sample, t, x, **more).prev_sample
        yield x
