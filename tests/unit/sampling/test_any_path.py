"""Samplers on paths where alpha² + sigma² is not 1: growing variance, and the straight line from picture to noise."""

import math
from itertools import pairwise

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Prediction, from_velocity
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.halfway import back, there
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import SAMPLERS, Moment, ddim, ddpm, dpmpp_2m, path, posterior, run


class Growing:
    """Nothing shrinks, the noise grows to 20 (Song et al. 2021, "variance exploding")."""

    steps = 1.0

    def alpha_sigma(self, t):
        return 1.0, 20 * t**3


class Straight:
    """A straight line from picture to noise (Lipman et al. 2023; Liu et al. 2023)."""

    steps = 1.0

    def alpha_sigma(self, t):
        return 1 - t, t


PATHS = {"growing": Growing(), "straight": Straight()}
CENTRE, SPREAD = 0.4, 0.5
EVERY_PATH = pytest.mark.parametrize("way", PATHS.values(), ids=PATHS)


def bell():
    return mixture_denoiser(torch.tensor([[CENTRE]], dtype=torch.float64), SPREAD)


def mean_and_width(moment):
    """Of the bell's data at a moment: mean alpha * centre, variance (alpha * spread)² + sigma²."""
    return moment.alpha * CENTRE, math.hypot(moment.alpha * SPREAD, moment.sigma)


def in_place(x, here, there):
    """Where the deterministic way leads for one bell: each keeps its place in units of the bell's width."""
    (m0, w0), (m1, w1) = mean_and_width(here), mean_and_width(there)
    return m1 + w1 / w0 * (x - m0)


def start_at(moment, count=9):
    mean, width = mean_and_width(moment)
    return mean + width * torch.linspace(-2, 2, count, dtype=torch.float64)[:, None]


def noise_of(shape, seed=0):
    random = generator(seed)
    return lambda: torch.randn(shape, generator=random, dtype=torch.float64)


def wild(x, log_snr):
    """A denoiser without meaning, for identities that hold with any."""
    return from_velocity(x, torch.tanh(2 * x.roll(1, -1) + 0.1 * log_snr.clamp(-5, 5)[:, None]), log_snr)


@EVERY_PATH
@pytest.mark.parametrize(("name", "order"), [("ddim", 1), ("dpmpp_2m", 2)])
def test_halving_the_steps_divides_the_error_by_two_to_the_order(way, name, order):
    errors = []
    for steps in (80, 160, 320):
        moments = [m for m in path(way, steps) if 0.1 <= m.t <= 0.9]
        *_, last = run(SAMPLERS[name](start_at(moments[0]), moments, lambda: pytest.fail("no noise")), bell())
        errors.append((last.x - in_place(start_at(moments[0]), moments[0], moments[-1])).abs().max().item())
    for coarse, fine in pairwise(errors):
        assert coarse / fine == pytest.approx(2**order, rel=0.15)


@EVERY_PATH
@pytest.mark.parametrize("name", SAMPLERS)
def test_two_bells_come_back_with_their_weights_places_and_widths(way, name):
    centres, weights, count = torch.tensor([[-0.6, 0.5], [0.7, -0.2]]).double(), torch.tensor([0.3, 0.7]), 4_000
    draw = noise_of((count, 2))
    moments = path(way, 300)
    *_, last = run(SAMPLERS[name](moments[0].sigma * draw(), moments, draw), mixture_denoiser(centres, 0.1, weights))
    nearest = torch.cdist(last.x, centres).argmin(dim=1)
    for k in range(2):
        found = last.x[nearest == k]
        assert len(found) / count == pytest.approx(weights[k].item(), abs=4 * (0.21 / count) ** 0.5)
        assert (found.mean(dim=0) - centres[k]).abs().max() < 5 * 0.1 / len(found) ** 0.5
        assert found.std(dim=0).tolist() == pytest.approx([0.1, 0.1], rel=0.1)


@EVERY_PATH
def test_ddpm_keeps_the_mean_and_width_of_each_moment(way):
    draw, moments = noise_of((20_000, 1)), path(way, 300)
    mean, width = mean_and_width(moments[0])
    for step in run(ddpm(mean + width * draw(), moments, draw), bell()):
        if step.index % 50 == 0:
            mean, width = mean_and_width(moments[step.index])
            assert step.x.mean().item() == pytest.approx(mean, abs=4 * width / 20_000**0.5 + 0.01)
            assert step.x.std().item() == pytest.approx(width, rel=0.04)


@pytest.mark.parametrize("way", [*PATHS.values(), make_schedule("cosine"), make_schedule("linear")])
def test_the_posterior_agrees_with_both_marginals_and_with_what_joins_them(way):
    # x_t = alpha_{t|s} x_s + sigma_{t|s} eps, so that cov(x_s, x_t) = alpha_t / alpha_s * sigma_s²
    for here, to in pairwise(path(way, 12)):
        picture, noisy, spread = posterior(here, to)
        assert picture + noisy * here.alpha == pytest.approx(to.alpha)
        assert (noisy * here.sigma) ** 2 + spread**2 == pytest.approx(to.sigma**2, rel=1e-9, abs=1e-15)
        assert noisy * here.sigma**2 == pytest.approx(here.alpha / to.alpha * to.sigma**2, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("name", SAMPLERS)
@pytest.mark.parametrize("stretch", [lambda m: 1 / m.alpha, lambda m: 1 / (m.alpha + m.sigma)], ids=PATHS)
def test_a_path_that_only_stretches_the_data_gives_the_same_pictures_stretched(name, stretch):
    # alpha / sigma decides; the common factor is a matter of units (Karras et al. 2022, appendix B)
    plain = path(make_schedule("cosine"), 10, start=900)
    other = [Moment(m.t, stretch(m) * m.alpha, stretch(m) * m.sigma) for m in plain]
    x = noise_of((5, 4), 1)()
    ours = run(SAMPLERS[name](stretch(plain[0]) * x, other, noise_of((5, 4), 2)), wild)
    for step, wanted in zip(ours, run(SAMPLERS[name](x, plain, noise_of((5, 4), 2)), wild), strict=True):
        torch.testing.assert_close(step.x, stretch(plain[step.index]) * wanted.x)
        torch.testing.assert_close(step.x0, wanted.x0)


@EVERY_PATH
def test_a_denoiser_is_asked_about_data_of_the_scale_it_learnt_from(way):
    for here, to in pairwise(path(way, 5)):
        x0, eps, asked = torch.full((1, 1), 1.5), torch.full((1, 1), -0.5), []

        def knowing(x, log_snr, *, here=here, asked=asked, answer=(x0, eps)):
            asked.append((x.item(), log_snr.item()))
            return Prediction(*answer)

        (step,) = run(ddim(here.alpha * x0 + here.sigma * eps, [here, to], lambda: None), knowing)
        ((x, log_snr),) = asked
        share = 1 / (1 + math.exp(-log_snr))
        assert x == pytest.approx(share**0.5 * 1.5 - (1 - share) ** 0.5 * 0.5, abs=1e-5)
        assert step.x.item() == pytest.approx(to.alpha * 1.5 - to.sigma * 0.5, abs=1e-5)


@EVERY_PATH
def test_one_step_lands_on_the_guess_and_the_first_multistep_is_a_ddim_step(way):
    x = noise_of((3, 4))()
    for sampler in SAMPLERS.values():
        (step,) = run(sampler(x, path(way, 1), noise_of((3, 4))), wild)
        torch.testing.assert_close(step.x, step.x0)
        assert step.noise is None
    for two in pairwise(path(way, 6)):
        (ours,), (euler,) = (run(s(x, two, lambda: None), wild) for s in (dpmpp_2m, ddim))
        torch.testing.assert_close(ours.x, euler.x)


@EVERY_PATH
def test_ddim_with_eta_1_is_ddpm(way):
    x, moments = noise_of((5, 4), 1)(), path(way, 25)
    runs = (ddim(x, moments, noise_of((5, 4), 2), eta=1.0), ddpm(x, moments, noise_of((5, 4), 2)))
    for one, other in zip(*(run(sampler, wild) for sampler in runs), strict=True):
        torch.testing.assert_close(one.x, other.x)


@EVERY_PATH
def test_out_into_the_noise_and_home_again(way):
    x0, first = CENTRE + SPREAD * torch.linspace(-2, 2, 9, dtype=torch.float64)[:, None], 0.05
    pinch = noise_of((9, 1))()
    begun = there(x0, pinch, way, first)
    here, end = (Moment(t, *way.alpha_sigma(t)) for t in (first, way.steps))
    *_, out = run(outward(x0, pinch, way, 800, first=first), bell())
    assert (out.x - in_place(begun, here, end)).abs().max() < 0.02 * mean_and_width(end)[1]
    *_, home = run(homeward(out.x, way, 800, first=first), bell())
    assert (home.x - in_place(begun, here, Moment(0, 1.0, 0.0))).abs().max() < 0.02


@EVERY_PATH
def test_half_way_into_the_noise_and_back_is_the_same_bell(way, monkeypatch):
    monkeypatch.setattr("diffusion_core.sampling.halfway.STEPS", 600)
    draw = noise_of((20_000, 1))
    x0 = CENTRE + SPREAD * draw()
    noisy = there(x0, draw(), way, 0.5)
    mean, width = mean_and_width(Moment(0.5, *way.alpha_sigma(0.5)))
    assert (noisy.mean().item(), noisy.std().item()) == pytest.approx((mean, width), rel=0.03, abs=0.03)
    *_, last = run(back(noisy, way, 0.5, draw), bell())
    assert last.x.mean().item() == pytest.approx(CENTRE, abs=0.02)
    assert last.x.std().item() == pytest.approx(SPREAD, rel=0.03)
