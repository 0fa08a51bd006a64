"""What `make claims` measures for the score of 5.3: by which step does what a word changes fall silent?"""

from functools import lru_cache, partial

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean
from diffusion_core.data.critters import caption, said_words
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.claims.words_where import dressed_scenes
from diffusion_core.evaluation.loudness import loudness, silent_after
from diffusion_core.evaluation.outlines import FIELDS
from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.listening import listen, look

MOST = 64
"""Scenes for each of these figures, however many the others take."""


@lru_cache(maxsize=2)
def _heard(network: UNet, first: int, count: int) -> list[dict[str, Tensor]]:
    """Of each scene, by field, how loud its word is at each step, (STEPS,)."""
    found = []
    for i, scene in enumerate(dressed_scenes(first, count)):
        job, said = Job(caption=caption(scene), seed=first + i), said_words(caption(scene))
        steps = listen(job, partial(look, network), network.config.shape)
        loud = torch.stack([loudness(heard.changes) for heard in steps], dim=1)
        found.append({word.field: row for word, row in zip(said, loud, strict=True)})
    return found


def silent(field: str) -> Measure:
    """After how many steps a field's word has fallen silent, on average over scenes."""

    def measure(lab: Lab, count: int) -> Mean:
        heard = _heard(lab.network, lab.first, min(count, MOST))
        return Mean.of_values(torch.tensor([silent_after(rows[field].tolist()) for rows in heard], dtype=torch.float64))

    return measure


SCORE_CLAIMS: dict[str, Measure] = {f"score: silent after, {field}": silent(field) for field in FIELDS}
"""Each number that the score's bet states."""

SCORE_PAIRS: dict[str, tuple[str, str]] = {
    "The place falls silent before the colour": ("score: silent after, place", "score: silent after, colour"),
}
"""What sentences say about two of them: the left one is smaller."""
