"""A small picture for each experiment that the page of questions leads to: drawn by the core, as the experiment draws.

Importing this brings torch; whoever shows them waits until the server is ready.
"""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from itertools import islice

import numpy as np
import streamlit as st
import torch
from PIL import Image
from torch import Tensor

from diffusion_core import ink
from diffusion_core.common.files import NoWeights
from diffusion_core.common.randomness import Noise, generator
from diffusion_core.data.average_picture import training_average
from diffusion_core.data.critters import SIZE
from diffusion_core.networks.filters import convolve
from diffusion_core.process.mistakes import MISTAKES
from diffusion_core.process.prediction import Prediction, clipped
from diffusion_core.process.schedules import log_snr_of, make_schedule
from diffusion_core.process.unfinished import ENDS
from diffusion_core.sampling.breakages import WORDS
from diffusion_core.sampling.defaults import ANY_LEVEL
from diffusion_core.sampling.few_steps import quick
from diffusion_core.sampling.interpolation import round_way
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import ddim, path, run
from diffusion_core.serving.engine import Busy
from pages.server import drawing
from pages.shared.page import doors
from pages.shared.player import to_bytes

PAPER, INK = np.array([241.0, 245, 249]), np.array([30.0, 58, 138])
SHAPE = (3, SIZE, SIZE)
HALF, NEARLY_ALL = 0.5, 0.9
EDGES = (-1.0, -1.0, -1.0, -1.0, 8.0, -1.0, -1.0, -1.0, -1.0)
HAT = "a happy orange cat with a hat at night"
RABBIT, FROG = "a happy green rabbit with a hat in the snow", "a happy red frog with a crown in the snow"

Thumbnail = Callable[[], np.ndarray]
"""Draws (64, 64, 3) uint8. Raises NoWeights and Busy where it asks a network."""


# --- without a network


def _water(shape: str, spread: float) -> np.ndarray:
    """Ink in water after a while."""
    shade = ink.concentration(ink.ink_of(shape), torch.tensor([0.0, spread], dtype=torch.float64), cells=SIZE)[-1]
    return np.rint(PAPER + (INK - PAPER) * (shade / shade.max()).numpy()[..., None]).astype(np.uint8)


def _halves(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.concatenate([left[:, : SIZE // 2], right[:, SIZE // 2 :]], axis=1)


def _noised(*shares: float) -> np.ndarray:
    """The cat with the bow, in stripes that hold so much noise."""
    return doors.noised(np.repeat(shares, -(-SIZE // len(shares)))[:SIZE])


def _close_up() -> np.ndarray:
    """Eight pixels across of the cat with a little noise."""
    return _noised(0.2)[28:36, 28:36].repeat(8, 0).repeat(8, 1)


def _mistake() -> np.ndarray:
    """The cat after a while of noise in soft splats."""
    steps = MISTAKES["soft splats"](doors.cat_with_bow(), make_schedule("linear", 75), generator(4))
    return to_bytes(next(islice(steps, 20, None)))[0]


def _edges() -> np.ndarray:
    return to_bytes(convolve(doors.cat_with_bow(), torch.tensor(EDGES)) / 2)[0]


def _noise(seed: int = 4) -> np.ndarray:
    return to_bytes(Noise([seed], SHAPE)())[0]


# --- with one


def _drawn(job: Job) -> np.ndarray:
    """What the network draws."""
    (step,) = drawing.last_steps([job])
    return to_bytes(step.x)[0]


def _half_way() -> np.ndarray:
    """What DDIM draws out of the noise half way between two others."""

    def ask(x: Tensor, log_snr: Tensor) -> Prediction:
        return drawing.ask(x, log_snr, ["an orange cat"])

    noise = round_way(*Noise([12, 13], SHAPE)(), 0.5)[None]
    *_, step = run(ddim(noise, path(make_schedule("cosine"), 12), lambda: noise), clipped(ask))
    return to_bytes(step.x)[0]


def _guess(noise: float) -> np.ndarray:
    """What the network guesses of the cat with so much noise."""
    x = torch.from_numpy(_noised(noise)).permute(2, 0, 1)[None] / 127.5 - 1
    level = torch.tensor([log_snr_of(1 - noise)], dtype=torch.float64)
    return to_bytes(drawing.ask(x, level, [""]).x0)[0]


DRAWN: dict[str, Thumbnail] = {
    "drop": lambda: _water("drop", 0.012),
    "pair": lambda: _halves(_water("heart", 0.0006), _water("ring", 0.0006)),
    "new water": lambda: _water("ring", 0.0002),
    "words": lambda: _water("drop", 0.06),
    "whole picture": lambda: doors.noised(np.linspace(0, 1, SIZE)),
    "one pixel": _close_up,
    "what if": _mistake,
    "two ways in": lambda: _halves(_noise(), _noised(0.0)),
    "gradually": lambda: _noised(1.0, 0.75, 0.5, 0.25, 0.0),
    "exercise": lambda: _halves(_noised(HALF), _noised(0.0)),
    "not ending": lambda: _drawn(Job(caption=RABBIT, believed=ENDS["not rescaled"])),
    "see noise": lambda: _halves(_noised(HALF), _guess(HALF)),
    "one step": lambda: _halves(_noised(NEARLY_ALL), _guess(NEARLY_ALL)),
    "no blur": lambda: to_bytes(training_average()),
    "break it": lambda: _drawn(Job(caption=WORDS, steps=1)),
    "noise decides": lambda: _halves(_drawn(Job(seed=4)), _drawn(Job(seed=4, sampler="ddpm"))),
    "filter": _edges,
    "growing": lambda: _halves(_noise(), _drawn(Job(caption=WORDS, seed=4))),
    "one nudge": lambda: _halves(_noised(HALF), _noised(0.0)),
    "new picture": lambda: _drawn(Job(caption=RABBIT)),
    "your words": lambda: _halves(*(_drawn(Job(caption=f"{one} cat", seed=5)) for one in ("an orange", "a blue"))),
    "binding": lambda: _drawn(Job(caption="a red cat with a hat and a blue dog in the meadow", seed=3)),
    "score": lambda: _halves(_noised(NEARLY_ALL), _drawn(Job(caption=HAT, seed=8))),
    "pull": lambda: _drawn(Job(caption=HAT, seed=8, guidance=10.0, pull_from=-ANY_LEVEL, pull_to=ANY_LEVEL)),
    "is it new": lambda: _drawn(Job(caption=FROG)),
    "between": _half_way,
    "model card": lambda: _drawn(Job(caption="a white mouse and a pink pig in the city")),
    "few steps": lambda: _drawn(quick("a sleepy blue bear with a bow at night", steps=4)),
}
"""By the keys of `pages.shown`."""


_packed: dict[str, str] = {}
"""Those that were drawn, by their keys."""


def _pack(picture: np.ndarray) -> str:
    """As the address of a picture that holds itself."""
    file = BytesIO()
    Image.fromarray(picture).save(file, "WEBP", lossless=True)
    return f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}"


def drawn() -> dict[str, str]:
    """Those that this server has drawn so far, by their keys, as addresses. Waits for nothing."""
    return dict(_packed)


@st.cache_data(max_entries=1, ttl=60, show_spinner=False)
def draw() -> None:
    """Draw those that are missing. Without weights those of a network stay so, and are tried again after a minute."""
    for key in [key for key in DRAWN if key not in _packed]:
        with suppress(NoWeights, Busy):
            _packed[key] = _pack(DRAWN[key]())
