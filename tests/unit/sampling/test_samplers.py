"""Samplers reach the distribution that their denoiser knows, at the speed that their papers promise."""

import math

import pytest
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Prediction, from_velocity
from diffusion_core.process.schedules import SCHEDULES, Schedule, alpha_sigma_of, make_schedule
from diffusion_core.sampling.samplers import SAMPLERS, Ask, Moment, Step, ddim, ddpm, dpmpp_2m, path, run


def unit_noise(shape, seed=0, dtype=torch.float64):
    random = torch.Generator().manual_seed(seed)
    return lambda: torch.randn(shape, generator=random, dtype=dtype)


def evenly(steps, low=-4.0, high=4.0):
    """Moments at even distances in log-SNR; their t only counts."""
    levels = [low + (high - low) * i / steps for i in range(steps + 1)]
    return [Moment(float(steps - i), *alpha_sigma_of(level)) for i, level in enumerate(levels)]


STEPS = {"ddpm": 600, "ddim": 200, "dpmpp_2m": 60}
"""As many as each needs for widths right to a few percent: errors fall with the steps, twice as fast for the last."""


@pytest.mark.parametrize("name", SAMPLERS)
def test_two_bells_come_back_with_their_weights_places_and_widths(name, device):
    centres = torch.tensor([[-0.6, 0.5], [0.7, -0.2]], device=device)
    weights = torch.tensor([0.3, 0.7])
    count = 8_000
    noise = unit_noise((count, 2), dtype=torch.float32)
    draw = lambda: noise().to(device)  # noqa: E731
    sampler = SAMPLERS[name](draw(), path(make_schedule("cosine", 1000), STEPS[name]), draw)
    x = list(run(sampler, mixture_denoiser(centres, 0.1, weights)))[-1].x
    nearest = torch.cdist(x, centres).argmin(dim=1)
    for k in range(2):
        bell = x[nearest == k]
        # Four standard errors of a share and of a mean; a width's standard error is 1.3 percent.
        assert len(bell) / count == pytest.approx(weights[k].item(), abs=4 * (0.21 / count) ** 0.5)
        assert (bell.mean(dim=0) - centres[k]).abs().max() < 4 * 0.1 / len(bell) ** 0.5
        assert bell.std(dim=0).tolist() == pytest.approx([0.1, 0.1], rel=0.05)


def exact_path(x, here, there, centre=0.4, spread=0.5):
    """Where the deterministic path leads for one bell: it keeps its place in units of the bell's width."""

    def mean_and_width(moment):
        return moment.alpha * centre, math.hypot(moment.alpha * spread, moment.sigma)

    (m0, w0), (m1, w1) = mean_and_width(here), mean_and_width(there)
    return m1 + w1 / w0 * (x - m0)


@pytest.mark.parametrize(("name", "order"), [("ddim", 1), ("dpmpp_2m", 2)])
def test_halving_the_steps_divides_the_error_by_two_to_the_order(name, order):
    x = torch.linspace(-2, 2, 9, dtype=torch.float64)[:, None]
    bell = mixture_denoiser(torch.tensor([[0.4]], dtype=torch.float64), 0.5)
    errors = []
    for steps in (40, 80, 160):
        moments = evenly(steps)
        (*_, last) = run(SAMPLERS[name](x, moments, lambda: pytest.fail("no noise")), bell)
        errors.append((last.x - exact_path(x, moments[0], moments[-1])).abs().max().item())
    for coarse, fine in zip(errors, errors[1:], strict=False):
        assert coarse / fine == pytest.approx(2**order, rel=0.1)


def test_ddpm_keeps_the_variance_of_each_moment():
    # For one bell the marginal at every level is known: variance alpha_bar * spread² + noise.
    noise = unit_noise((20_000, 1))
    bell = mixture_denoiser(torch.tensor([[0.4]], dtype=torch.float64), 0.5)
    moments = evenly(200, -8, 4)
    for step in run(ddpm(noise(), moments, noise), bell):
        if step.index in (50, 100, 150, 200):
            here = moments[step.index]
            assert step.x.mean().item() == pytest.approx(0.4 * here.alpha, abs=0.025)
            assert step.x.var().item() == pytest.approx(here.alpha**2 * 0.25 + here.sigma**2, rel=0.04)


def wild(x, log_snr):
    """A denoiser without meaning, for identities that hold with any."""
    return from_velocity(x, torch.tanh(2 * x.roll(1, -1) + 0.1 * log_snr.clamp(-5, 5)[:, None]), log_snr)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_ddim_with_eta_1_is_ddpm(schedule):
    x = unit_noise((5, 4), 1)()
    moments = path(make_schedule(schedule, 1000), 25)
    runs = [
        run(ddim(x, moments, unit_noise((5, 4), 2), eta=1.0), wild),
        run(ddpm(x, moments, unit_noise((5, 4), 2)), wild),
    ]
    for a, b in zip(*runs, strict=True):
        torch.testing.assert_close(a.x, b.x, atol=1e-8, rtol=0)
        torch.testing.assert_close(a.mean, b.mean, atol=1e-8, rtol=0)


def test_the_first_multistep_is_a_ddim_step():
    x, moments = unit_noise((5, 4))(), evenly(10)
    for two in (moments[:2], [Moment(1000.0, 0.0, 1.0), moments[4]], [moments[4], Moment(0.0, 1.0, 0.0)]):
        (ours,) = run(dpmpp_2m(x, two, lambda: None), wild)
        (euler,) = run(ddim(x, two, lambda: None), wild)
        torch.testing.assert_close(ours.x, euler.x)


def test_the_second_multistep_is_not():
    x, moments = unit_noise((5, 4))(), evenly(10)
    ends = [list(run(s(x, moments[:3], lambda: None), wild))[-1].x for s in (dpmpp_2m, ddim)]
    assert (ends[0] - ends[1]).abs().max() > 1e-3


@pytest.mark.parametrize("name", SAMPLERS)
def test_one_step_lands_on_the_guess(name):
    x = unit_noise((3, 4))()
    ends = [Moment(1000.0, 0.0, 1.0), Moment(0.0, 1.0, 0.0)]
    for moments in (path(make_schedule("cosine", 1000), 1), path(make_schedule("linear", 1), 1), ends):
        (step,) = run(SAMPLERS[name](x, moments, unit_noise((3, 4))), wild)
        guess = wild(x, torch.full((3,), moments[0].log_snr, dtype=torch.float64))
        torch.testing.assert_close(step.x, guess.x0)
        assert (step.index, step.t, step.noise) == (1, 0.0, None)


@pytest.mark.parametrize("name", SAMPLERS)
def test_flat_stretches_at_both_ends_are_walked_through(name):
    # A schedule drawn by hand may reach pure noise early, or begin with steps that add none.
    table = torch.tensor([1, 1, 1, 0.9, 0.4, 0.4, 0, 0, 0], dtype=torch.float64)
    schedule = Schedule("hand", table)
    x = unit_noise((3, 4))()
    steps = list(run(SAMPLERS[name](x, path(schedule, 8), unit_noise((3, 4))), wild))
    assert len(steps) == 8
    assert all(step.x.isfinite().all() for step in steps)
    for step in (steps[0], steps[1], steps[-2], steps[-1]):
        before = x if step.index == 1 else steps[step.index - 2].x
        assert torch.equal(step.x, before)


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_step_tells_what_it_followed(name):
    moments = path(make_schedule("linear", 1000), 10)
    x = unit_noise((3, 4))()
    for step in run(SAMPLERS[name](x, moments, unit_noise((3, 4), 9)), wild):
        here, there = moments[step.index - 1], moments[step.index]
        guess = wild(x, torch.full((3,), here.log_snr, dtype=torch.float64))
        assert step.t == there.t
        torch.testing.assert_close(step.x0, guess.x0)
        torch.testing.assert_close(step.eps, guess.eps)
        fresh = 0 if step.noise is None else step.noise
        spread = there.sigma / here.sigma * (1 - (here.alpha / there.alpha) ** 2) ** 0.5
        torch.testing.assert_close(step.x, step.mean + spread * fresh)
        assert (step.noise is not None) == (name == "ddpm" and step.index < 10)
        x = step.x


@pytest.mark.parametrize("name", SAMPLERS)
def test_same_seed_same_picture_and_another_seed_another(name):
    def picture(seed):
        noise = Noise([seed], (4,))
        return list(run(SAMPLERS[name](noise(), path(make_schedule("cosine"), 8), noise), wild))[-1].x

    assert torch.equal(picture(3), picture(3))
    assert not torch.equal(picture(3), picture(4))


def test_asks_come_before_steps_and_name_the_level_of_x():
    moments = path(make_schedule("linear", 1000), 3)
    sampler, heard = ddim(torch.zeros(2, 1), moments, lambda: None), []
    item = next(sampler)
    while item is not None:
        heard.append(item)
        item = sampler.send(Prediction(item.x, item.x)) if isinstance(item, Ask) else next(sampler, None)
    assert [type(item) for item in heard] == [Ask, Step] * 3
    assert [item.log_snr for item in heard[::2]] == [m.log_snr for m in moments[:-1]]


def test_the_path_runs_from_the_start_to_nothing_in_even_steps():
    schedule = make_schedule("cosine", 1000)
    assert [m.t for m in path(schedule, 4)] == [1000, 750, 500, 250, 0]
    assert [m.t for m in path(schedule, 2, 300)] == [300, 150, 0]
    for moment in path(schedule, 7):
        assert moment.alpha**2 == pytest.approx(schedule.alpha_bar_at(moment.t))
        assert moment.alpha**2 + moment.sigma**2 == pytest.approx(1)
    with pytest.raises(ValueError, match="at least one step"):
        path(schedule, 0)


def test_a_tiny_share_of_noise_is_exact():
    tiny = Moment(0.0, *alpha_sigma_of(60.0))
    assert tiny.sigma**2 == pytest.approx(math.exp(-60), rel=1e-9, abs=0)
    assert tiny.log_snr == pytest.approx(60, rel=1e-12)
    assert alpha_sigma_of(math.inf) == (1, 0) and Moment(0.0, 1.0, 0.0).log_snr == math.inf
    assert alpha_sigma_of(-math.inf) == alpha_sigma_of(-800.0) == (0, 1) and Moment(1.0, 0.0, 1.0).log_snr == -math.inf
