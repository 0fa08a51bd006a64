"""Level 3: what the runs of the closing questions ended in, as stills."""

import numpy as np
import torch
from torch import Tensor

from diffusion_core.process.one_dimension import Bells
from diffusion_core.process.schedules import Schedule
from pages.levels.schedule.mixing import factors, noise
from pages.shared.page import pictures
from pages.shared.player import Bars, Pictures

_LEVELS = np.linspace(-9, 9, 37)
_VALUES = np.linspace(-3, 3, 41)


def end(name: str, schedule: Schedule, title: str) -> Pictures:
    """The usual critter after the last step of a schedule."""
    x0 = pictures.to_signed(pictures.default().data)[0].permute(1, 2, 0).numpy()
    shrunk, added = factors(schedule, np.array([schedule.steps]))[0]
    return Pictures(name, shrunk * x0 + added * noise(), title=title, role="noisy", note="", size="small")


def brightness(name: str, found: Tensor) -> Bars:
    """The brightness of many sheets, half of them dark. found: (N,) their means on the scale of -1 to 1."""
    counts = np.histogram(127.5 * found.numpy(), _LEVELS)[0]
    return Bars(name, counts[None], _LEVELS, title=f"after {name}", role="noisy", note="", size="medium",
                x_label="brightness, 0: middle grey")  # fmt: skip


def values(name: str, found: Tensor, data: Bells, title: str) -> Bars:
    """Where values (N,) ended, and the data that they were led back to."""
    heights = np.histogram(found.numpy(), _VALUES, density=True)[0]
    x = torch.linspace(-3, 3, 121, dtype=torch.float64)
    true = data.log_density(x).exp().numpy()
    return Bars(name, heights[None], _VALUES, reference=(x.numpy(), true), reference_label="the data", title=title,
                role="noisy", note="", size="medium", top=1.15 * float(true.max()), x_label="value")  # fmt: skip
