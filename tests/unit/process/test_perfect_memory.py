"""The guesser who knows a set of pictures by heart: its weights, its blend, and where it leads a sampler."""

import math

import numpy as np
import pytest
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import draw_bytes, training_seeds
from diffusion_core.process import perfect_memory
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.perfect_memory import blend, effective_number, memory_denoiser, weights
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.samplers import ddim, ddpm, path, run

COUNT = 40


@pytest.fixture(scope="module")
def pictures():
    return draw_bytes(training_seeds()[:COUNT])


def signed(pictures, dtype=torch.float64):
    return pictures.to(dtype) / 127.5 - 1


def noised(pictures, rows, log_snr, dtype=torch.float64):
    levels = torch.full((len(rows),), log_snr, dtype=torch.float64)
    x0, eps = signed(pictures, dtype)[rows], Noise(range(len(rows)), pictures.shape[1:])().to(dtype)
    alpha, sigma = alpha_sigma(levels, x0)
    return alpha * x0 + sigma * eps, levels


@pytest.mark.parametrize("log_snr", [-30.0, -8.0, -5.0, -1.0, 3.0, 10.0])
@pytest.mark.parametrize("chunk", [1, 16, 512])
def test_it_guesses_what_the_exact_denoiser_guesses_however_it_is_cut_up(pictures, monkeypatch, log_snr, chunk):
    monkeypatch.setattr(perfect_memory, "CHUNK", chunk)
    x, levels = noised(pictures, [3, 17], log_snr)
    expected = mixture_denoiser(signed(pictures))(x, levels)
    found = memory_denoiser(pictures)(x, levels)
    torch.testing.assert_close(found.x0, expected.x0, atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(found.eps, expected.eps, atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize("log_snr", [-8.0, -5.0, 1.0, 5.0])
def test_single_precision_is_enough(pictures, log_snr):
    fine, coarse = (
        weights(*noised(pictures, [3, 17], log_snr, kind), pictures) for kind in (torch.float64, torch.float32)
    )
    torch.testing.assert_close(coarse, fine, atol=2e-4, rtol=0)


def test_weights_are_the_chances_of_bayes_rule(pictures):
    # one by one, by the density of the noise that each picture would need
    x, levels = noised(pictures, [5], -6.0)
    alpha, sigma = (part.item() for part in alpha_sigma(levels, x))
    needed = (x - alpha * signed(pictures)) / sigma
    logs = -needed.square().sum((1, 2, 3)) / 2
    chances = (logs - logs.max()).exp()
    torch.testing.assert_close(weights(x, levels, pictures)[0], chances / chances.sum())


def test_all_have_a_say_in_pure_noise_and_one_has_it_all_when_little_noise_is_left(pictures):
    for log_snr, number in ((-40.0, COUNT), (0.0, 1)):
        shares = weights(*noised(pictures, [7], log_snr), pictures)
        assert shares.sum().item() == pytest.approx(1)
        assert effective_number(shares).item() == pytest.approx(number, rel=1e-4)
    assert shares.argmax() == 7


def test_in_pure_noise_the_blend_is_the_plain_average(pictures):
    answer = memory_denoiser(pictures)(torch.randn(2, 3, 64, 64), torch.full((2,), -math.inf, dtype=torch.float64))
    torch.testing.assert_close(answer.x0, signed(pictures, torch.float32).mean(0).expand(2, -1, -1, -1))
    assert answer.eps.isfinite().all()


def test_no_guess_costs_less_than_the_blend(pictures):
    # what "safest" means: averaged over all pictures that could lie there, any other guess is further off
    shares = weights(*noised(pictures, [9], -6.5), pictures)
    cost = {
        name: (shares[0] * (guess - signed(pictures)).square().mean((1, 2, 3))).sum().item()
        for name, guess in {
            "blend": blend(shares, pictures, torch.float64),
            "likeliest": signed(pictures)[shares.argmax()][None],
            "average": signed(pictures).mean(0, keepdim=True),
        }.items()
    }
    assert cost["blend"] < min(cost["likeliest"], cost["average"])


def test_pictures_mapped_from_a_file_will_do(pictures, tmp_path):
    np.save(tmp_path / "pictures.npy", pictures.numpy())
    x, levels = noised(pictures, [3], -5.0, torch.float32)
    mapped = np.load(tmp_path / "pictures.npy", mmap_mode="r")
    assert torch.equal(memory_denoiser(mapped)(x, levels).x0, memory_denoiser(pictures)(x, levels).x0)


@pytest.mark.parametrize("sampler", [ddim, ddpm])
def test_as_a_sampler_it_ends_on_a_training_picture_to_the_byte(pictures, sampler):
    start, chance = Noise(range(8), (3, 64, 64))(), Noise(range(100, 108), (3, 64, 64))
    *_, last = run(sampler(start, path(make_schedule("cosine"), 20), chance), memory_denoiser(pictures))
    found = ((last.x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    gaps = (found[:, None].int() - pictures[None].int()).abs().amax((2, 3, 4))
    assert gaps.amin(1).tolist() == [0] * 8
    assert len(set(gaps.argmin(1).tolist())) > 2, "not always the same one"
