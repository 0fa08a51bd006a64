"""Level 4: a loss over a whole training, that of the shipped network among them."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from diffusion_core.common.assets import LOG
from diffusion_core.common.records import read_lines
from pages.shared.player import Curves, Line


def loss_curve(seen: Sequence[float], loss: Sequence[float], *, unit: str, top: float) -> Curves:
    """A loss over a whole training, one number for all noise levels, standing still."""
    line = [Line("loss", np.array(loss), "guess")]
    return Curves("loss", np.array(seen, np.float64), line, at=np.array([seen[-1]]), title="the loss", digits=2,
                  x_label=unit, y_range=(0, top), role="guess", note="", size="full")  # fmt: skip


@cache
def large_log() -> tuple[list[float], list[float]]:
    """The shipped network's training: pictures seen, and the loss at each."""
    lines = read_lines(LOG)
    return [line["pictures"] for line in lines], [line["loss"] for line in lines]
