"""The picture on this level's door: one starting noise, drawn with two different words."""

import numpy as np

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.page import doors
from pages.shared.player import to_bytes

SEED = 5


def picture() -> np.ndarray:
    """(64, 64, 3) uint8: the left half told one colour, the right another; the cat alone without weights."""
    jobs = [Job(caption=f"a {colour} cat in the snow", seed=SEED) for colour in ("orange", "blue")]
    try:
        left, right = (to_bytes(step.x.clamp(-1, 1))[0] for step in drawing.last_steps(jobs))
    except NoWeights:
        return to_bytes(doors.cat_with_bow())[0]
    return np.concatenate([left[:, :32], right[:, 32:]], axis=1)
