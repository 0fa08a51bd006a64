"""The exact denoiser of a known distribution: what a perfect network would answer."""

import torch
from torch import Tensor

from diffusion_core.common.device import precise
from diffusion_core.process.prediction import Denoiser, Prediction, alpha_sigma, from_x0


def mixture_denoiser(centres: Tensor, spread: float = 0.0, weights: Tensor | None = None) -> Denoiser:
    """E[x0 | x] for equal round bells around the centres; with spread 0 for a finite set of pictures.

    centres: (K, ...) of the data's shape; spread: standard deviation of each bell, >= 0; weights: (K,), None: equal.
    Works in log space, so that far-away points and noiseless ones stay finite (Karras et al. 2022, eq. 3, generalised).
    """
    flat = centres.flatten(1)
    prior = torch.zeros(len(flat), dtype=flat.dtype) if weights is None else (weights / weights.sum()).log()

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        rows = x.flatten(1)
        alpha, sigma = alpha_sigma(log_snr, rows)
        variance = (alpha * spread) ** 2 + sigma**2
        squares = _squared_gaps(rows, flat, alpha)
        least = torch.finfo(rows.dtype).tiny
        chances = (prior.to(squares) - squares / (2 * variance).clamp(min=least)).softmax(dim=1).to(rows.dtype)
        pull = alpha * spread**2 / variance.clamp(min=least)
        x0 = chances @ flat.to(rows) * (1 - alpha * pull) + pull * rows
        return from_x0(x, x0.view_as(x), log_snr)

    return answer


def _squared_gaps(rows: Tensor, flat: Tensor, alpha: Tensor) -> Tensor:
    points, centres, shrink = precise(rows), precise(flat.to(rows.device)), precise(alpha)
    squares = shrink**2 * centres.square().sum(dim=1) - 2 * shrink * (points @ centres.T)
    # Only differences matter; taken from the nearest, they stay finite when no noise is left.
    return squares - squares.min(dim=1, keepdim=True).values
