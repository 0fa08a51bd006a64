"""Which of two pictures was it? The best guesser that there can be, and how often it is right."""

import torch
from torch import Tensor


def guess_rate(a: Tensor, b: Tensor, alpha_bar: Tensor) -> Tensor:
    """How often nobody can do better than: naming which of two known pictures a noisy one was, both equally likely.

    a, b: two pictures of one shape; alpha_bar: (...,) in [0, 1]. Returns (...,), from 0.5 (a coin) to 1:
    Φ(½·‖a − b‖·√(ᾱ / (1 − ᾱ))), two bells of equal width (Neyman & Pearson 1933; van Trees 1968, section 2.2).
    """
    level = torch.as_tensor(alpha_bar, dtype=torch.float64)
    apart = (a.double() - b.double()).norm()
    distance = apart * (level / (1 - level)).sqrt()
    # two equal pictures stay a coin toss, also where there is no noise
    return torch.special.ndtr(distance.nan_to_num(0.0) / 2)


def evidence(x: Tensor, a: Tensor, b: Tensor, alpha_bar: float) -> Tensor:
    """log p(x | a) - log p(x | b) of a noisy picture: above 0 the best guess is a.

    x: (N, ...) of the shape of a and b behind N; alpha_bar in [0, 1). Returns (N,).
    """
    way = (a - b).flatten()
    middle = alpha_bar**0.5 * (a + b).flatten() / 2
    return alpha_bar**0.5 / (1 - alpha_bar) * ((x.flatten(1) - middle) @ way)


def play(a: Tensor, b: Tensor, alpha_bar: float, rounds: int, generator: torch.Generator) -> int:
    """Let the best guesser play: each round hides a or b, by a coin, under fresh noise. Returns how often it was right.

    a, b: two pictures of one shape; alpha_bar in [0, 1); rounds: at least 1.
    """
    hidden = torch.rand(rounds, generator=generator) < 0.5
    choice = hidden.view(-1, *[1] * a.ndim)
    noise = torch.randn(rounds, *a.shape, generator=generator)
    x = alpha_bar**0.5 * torch.where(choice, a, b) + (1 - alpha_bar) ** 0.5 * noise
    return int(((evidence(x, a, b, alpha_bar) > 0) == hidden).sum())
