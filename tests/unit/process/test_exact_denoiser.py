"""The exact denoiser answers as the derivative of the log density says it must."""

import math

import pytest
import torch

from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import alpha_sigma
from tests.unit.statistics import bells

CENTRES = torch.tensor([[-0.6, 0.2], [0.7, -0.4], [0.1, 0.9]], dtype=torch.float64)
WEIGHTS = torch.tensor([0.2, 0.5, 0.3], dtype=torch.float64)


@pytest.mark.parametrize("log_snr", [-8.0, -2.0, 0.0, 2.0, 6.0])
@pytest.mark.parametrize("weights", [WEIGHTS, None])
def test_the_noise_is_minus_sigma_times_the_score(log_snr, weights, device):
    # Tweedie's formula, with the slope of the log density taken by autograd from torch's own mixture.
    x = torch.randn(50, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64, requires_grad=True)
    level = torch.full((50,), log_snr, dtype=torch.float64)
    alpha, sigma = (part[0, 0].item() for part in alpha_sigma(level, x))
    width = ((alpha * 0.15) ** 2 + sigma**2) ** 0.5
    density = bells(alpha * CENTRES, width, torch.ones(3) if weights is None else weights)
    (score,) = torch.autograd.grad(density.log_prob(x).sum(), x)
    weights = None if weights is None else weights.to(device)
    guess = mixture_denoiser(CENTRES.to(device), 0.15, weights)(x.detach().to(device), level.to(device))
    torch.testing.assert_close(guess.eps.cpu(), -sigma * score, atol=1e-7, rtol=1e-6)
    torch.testing.assert_close(guess.x0.cpu(), ((x + sigma**2 * score) / alpha).detach(), atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("spread", [0.0, 0.1])
def test_it_stays_finite_at_both_ends_and_far_away(dtype, spread):
    x = torch.tensor([[0.7, -0.4], [0.0, 0.0], [500.0, -900.0]], dtype=dtype)
    for level in (math.inf, 80.0, 30.0, -30.0, -80.0, -math.inf):
        guess = mixture_denoiser(CENTRES.to(dtype), spread)(x, torch.full((3,), level, dtype=torch.float64))
        assert guess.x0.isfinite().all()
        assert guess.eps.isfinite().all()


def test_without_noise_a_bell_answers_x_and_a_set_its_nearest_member():
    x = CENTRES + 0.01
    clean = torch.full((3,), math.inf, dtype=torch.float64)
    torch.testing.assert_close(mixture_denoiser(CENTRES, 0.1)(x, clean).x0, x)
    torch.testing.assert_close(mixture_denoiser(CENTRES)(x, clean).x0, CENTRES)


def test_from_pure_noise_the_best_guess_is_the_mean():
    x = torch.randn(4, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    guess = mixture_denoiser(CENTRES, 0.1, WEIGHTS)(x, torch.full((4,), -math.inf, dtype=torch.float64))
    torch.testing.assert_close(guess.x0, (WEIGHTS @ CENTRES).expand(4, 2))


def test_pictures_keep_their_shape():
    pictures = torch.rand(5, 3, 4, 4)
    guess = mixture_denoiser(pictures)(pictures[:2], torch.tensor([20.0, 20.0]))
    assert guess.x0.shape == (2, 3, 4, 4)
    torch.testing.assert_close(guess.x0, pictures[:2])
