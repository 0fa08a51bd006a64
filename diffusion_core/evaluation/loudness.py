"""How much a word changes of a guess at each step, and from which step on it has no more to say."""

from collections.abc import Sequence

from torch import Tensor

SILENT = 0.25
"""A word is silent once it changes less than this share of what it changed at its loudest, and stays so."""


def loudness(changes: Tensor) -> Tensor:
    """How much the guess changes, in levels of 255 (root mean square over all numbers): (W, 3, 64, 64) to (W,)."""
    return 127.5 * changes.square().mean((1, 2, 3)).sqrt()


def silent_after(loud: Sequence[float]) -> int:
    """After how many steps a word is silent for good. loud: at each step, at least one of them above 0."""
    heard = [step for step, one in enumerate(loud, 1) if one >= SILENT * max(loud)]
    return heard[-1]
