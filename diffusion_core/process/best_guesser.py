"""Which of two pictures was it? The best guesser that there can be, and how often it is right."""

import torch
from torch import Tensor

AT_ONCE = 10


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
    return alpha_bar**0.5 / (1 - alpha_bar) * (x.flatten(1) @ way - middle @ way)


def play(a: Tensor, b: Tensor, alpha_bar: float, rounds: int, generator: torch.Generator) -> int:
    """Let the best guesser play: each round hides a or b, by a coin, under fresh noise. Returns how often it was right.

    a, b: two pictures of one shape; alpha_bar in [0, 1); rounds: at least 1.
    """
    right = 0
    # a few rounds at a time stay in the processor's cache
    for start in range(0, rounds, AT_ONCE):
        hidden = torch.rand(min(AT_ONCE, rounds - start), generator=generator) < 0.5
        x = torch.randn(len(hidden), *a.shape, generator=generator).mul_((1 - alpha_bar) ** 0.5)
        x.add_(torch.where(hidden.view(-1, *[1] * a.ndim), a, b), alpha=alpha_bar**0.5)
        right += int(((evidence(x, a, b, alpha_bar) > 0) == hidden).sum())
    return right
