"""Level 3: what the run of the closing question ended in, as a still."""

import numpy as np

from diffusion_core.process.schedules import Schedule
from pages.levels.schedule.mixing import factors, noise
from pages.shared.page import pictures
from pages.shared.player import Pictures


def end(name: str, schedule: Schedule, title: str) -> Pictures:
    """The usual critter after the last step of a schedule."""
    x0 = pictures.to_signed(pictures.default().data)[0].permute(1, 2, 0).numpy()
    shrunk, added = factors(schedule, np.array([schedule.steps]))[0]
    return Pictures(name, shrunk * x0 + added * noise(), title=title, role="noisy", note="", size="medium")
