"""The same network and the same noise give the same pictures as the diffusers library, step by step."""

import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler, DPMSolverMultistepScheduler
from torch import Tensor

from diffusion_core.process.prediction import clipped, from_velocity
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from diffusion_core.sampling.samplers import Moment, ddim, ddpm, dpmpp_2m, run

THEIRS = {
    "linear": {"beta_schedule": "linear"},
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "scaled linear": {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012},
    # diffusers calls another curve sigmoid; given the paper's betas, its samplers must agree with ours all the same
    "sigmoid": {"trained_betas": make_schedule("sigmoid").betas.numpy()},
}
SHAPE = (2, 3, 8, 8)


def network(x: Tensor, log_snr: float) -> Tensor:
    """A smooth function of pixels, neighbours and noise level that stands for a network; it predicts v."""
    neighbours = 0.7 * x.roll(1, -1) - 0.4 * x.roll(1, -2) + 0.3 * x.roll(1, 1)
    return torch.tanh(neighbours + 0.1 * max(-10.0, min(10.0, log_snr)))


def denoiser(x, log_snr):
    return from_velocity(x, network(x, log_snr[0].item()), log_snr)


def moments_of(schedule, timesteps) -> list[Moment]:
    """Diffusers' index i is our t = i + 1; the end is t = 0."""
    times = [float(i) + 1 for i in timesteps] + [0.0]
    return [Moment(t, *schedule.alpha_sigma(t)) for t in times]


def start_noise(dtype=torch.float64) -> Tensor:
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(3), dtype=dtype)


def settings(name, **more):
    return {"num_train_timesteps": 1000, "prediction_type": "v_prediction", **THEIRS[name], **more}


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("clip", [False, True])
@pytest.mark.parametrize("index", [999, 500, 20, 1, 0])
def test_one_ddpm_step_is_theirs(name, clip, index):
    schedule = make_schedule(name, 1000)
    theirs = DDPMScheduler(**settings(name, variance_type="fixed_small", clip_sample=clip))
    if index < 100:
        # Their single-precision table holds the tiny betas near the picture to three digits only.
        theirs.alphas_cumprod = torch.cumprod(1 - theirs.betas.double(), 0)
    x, random = start_noise(), torch.Generator().manual_seed(8)
    here, there = (Moment(float(t), *schedule.alpha_sigma(t)) for t in (index + 1, index))

    guess = network(x, here.log_snr)
    wanted = theirs.step(guess, index, x, generator=torch.Generator().manual_seed(8)).prev_sample
    ask = clipped(denoiser) if clip else denoiser
    draw = lambda: torch.randn(SHAPE, generator=random, dtype=torch.float64)  # noqa: E731
    (step,) = run(ddpm(x, [here, there], draw), ask)
    torch.testing.assert_close(step.x, wanted, atol=1e-5, rtol=0)
    assert (step.noise is None) == (index == 0)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("clip", [False, True])
def test_every_ddim_step_is_theirs(name, eta, clip):
    schedule = make_schedule(name, 1000)
    theirs = DDIMScheduler(**settings(name, clip_sample=clip, set_alpha_to_one=True))
    theirs.set_timesteps(20)
    moments = moments_of(schedule, theirs.timesteps)
    random, same = (torch.Generator().manual_seed(5) for _ in range(2))
    draw = lambda: torch.randn(SHAPE, generator=random, dtype=torch.float64)  # noqa: E731
    steps = list(run(ddim(start_noise(), moments, draw, eta=eta), clipped(denoiser) if clip else denoiser))

    x = start_noise()
    for index, step, moment in zip(theirs.timesteps, steps, moments[:-1], strict=True):
        guess = network(x, moment.log_snr)
        x = theirs.step(guess, index, x, eta=eta, use_clipped_model_output=clip, generator=same).prev_sample
        torch.testing.assert_close(step.x, x, atol=1e-5, rtol=0)
    assert len(steps) == 20


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("count", [1, 2, 20])
def test_a_whole_dpm_solver_run_is_theirs(name, count):
    schedule = make_schedule(name, 1000)
    theirs = DPMSolverMultistepScheduler(
        **settings(
            name,
            algorithm_type="dpmsolver++",
            solver_order=2,
            solver_type="midpoint",
            final_sigmas_type="zero",
            timestep_spacing="linspace",
        )
    )
    theirs.set_timesteps(count)
    moments = moments_of(schedule, theirs.timesteps)
    steps = list(run(dpmpp_2m(start_noise(torch.float32), moments, lambda: pytest.fail("no noise")), denoiser))

    x = start_noise(torch.float32)
    for index, moment in zip(theirs.timesteps, moments[:-1], strict=True):
        x = theirs.step(network(x, moment.log_snr), index, x).prev_sample
    torch.testing.assert_close(steps[-1].x, x, atol=1e-5, rtol=0)
    assert len(steps) == count


def test_the_agreement_would_notice_the_neighbouring_moment():
    # One index off must show, or 1e-5 would be no test.
    schedule = make_schedule("cosine", 1000)
    theirs = DDIMScheduler(**settings("cosine", clip_sample=False))
    theirs.set_timesteps(20)
    right, shifted = (moments_of(schedule, theirs.timesteps - late) for late in (0, 1))
    ends = [list(run(ddim(start_noise(), moments, lambda: None), denoiser))[-1].x for moments in (right, shifted)]
    assert (ends[0] - ends[1]).abs().max() > 1e-3
