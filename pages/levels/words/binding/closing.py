"""Level 5's closing questions, one for each part, and the runs that mark them."""

from collections.abc import Callable, Sequence

import streamlit as st
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import ANIMALS, COLOURS, PLACES, SIZE
from diffusion_core.process.prediction import Denoiser, Prediction, clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import ddim, path, run
from pages.levels.words.binding import reading
from pages.levels.words.binding.reading import in_words
from pages.server import drawing, resources
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Pictures
from pages.shared.player.track import Track

SEEDS = range(20, 24)
"""Four noises for each run: one alone may go another way."""
STEPS, LATE = 20, 12
THRICE = "a red red red cat in the snow"
DAY, NIGHT = "an orange cat with a bow in the meadow", "an orange cat with a bow at night"
WITHOUT_AND = "a red cat a blue dog in the meadow"
""""""
