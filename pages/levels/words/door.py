"""The pictures on this level's door and its parts' cards: one starting noise, drawn with two different words."""

from functools import partial

import numpy as np

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.page import doors
from pages.shared.player import to_bytes

SEED = 5


def picture(left: str = "an orange cat in the snow", right: str = "a blue cat in the snow") -> np.ndarray:
    """(64, 64, 3) uint8: the left half told one sentence, the right another; the cat alone without weights."""
    jobs = [Job(caption=caption, seed=SEED) for caption in (left, right)]
    try:
        one, other = (to_bytes(step.x.clamp(-1, 1))[0] for step in drawing.last_steps(jobs))
    except NoWeights:
        return to_bytes(doors.cat_with_bow())[0]
    return np.concatenate([one[:, :32], other[:, 32:]], axis=1)


PARTS = {
    "level-5-way": partial(picture, "an orange cat in the snow", "an orange cat at the beach"),
    "level-5-wrong": partial(picture, "an orange cat with a crown in the snow", "a blue dog in the snow"),
}
