"""Beneath 4.12: memory as the guesser of a whole way back. It ends on a picture that it has seen."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.process.perfect_memory import blend, effective_number, weights
from diffusion_core.process.prediction import Prediction, from_x0
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.samplers import ddpm, path, run
from pages.levels.network.blur.choosing_figures import many
from pages.levels.network.blur.gallery import NotDrawn, gallery, signed
from pages.levels.network.blur.levels import noise
from pages.server.errands import Full
from pages.shared.keeping.with_progress import Work, worked
from pages.shared.page import controls
from pages.shared.player import Pictures, player, to_bytes

STEPS = 20
OTHER_CHANCE = 10_000_000
"""Added to a seed for the noise that comes in on the way."""


@dataclass(frozen=True)
class Dream:
    """frames: (STEPS + 1, 64, 64, 3) uint8, from pure noise on; sharing: (STEPS,) how many pictures have a say in each
    step's guess; number: of the nearest picture of the gallery, nearest: its pixels; off: how far from it the last
    frame is at most, in levels of 255."""

    frames: np.ndarray
    sharing: list[float]
    number: int
    nearest: np.ndarray
    off: int


def dreamt(seed: int) -> Work[Dream]:
    """Draw by DDPM with memory as the guesser, out of pure noise."""
    pictures = gallery().pictures
    start, chance = noise(seed)[None], Noise([seed + OTHER_CHANCE], (3, 64, 64))
    frames, sharing = [start], list[float]()

    def guesser(x: Tensor, log_snr: Tensor) -> Prediction:
        chances = weights(x, log_snr.double().clamp(-80, 80), pictures)
        sharing.append(effective_number(chances).item())
        return from_x0(x, blend(chances, pictures), log_snr)

    for step in run(ddpm(start, path(make_schedule("cosine"), STEPS), chance), guesser):
        frames.append(step.x)
        yield step.index / STEPS
    shown = to_bytes(torch.cat(frames))
    number, nearest = _nearest(pictures, frames[-1])
    return Dream(shown, sharing, number, nearest, int(np.abs(shown[-1].astype(int) - nearest).max()))


def _nearest(pictures: np.ndarray, made: Tensor) -> tuple[int, np.ndarray]:
    gaps = np.concatenate([
        (signed(part) - made).square().sum((1, 2, 3)).numpy() for part in np.array_split(pictures, len(pictures) // 100)
    ])  # fmt: skip
    number = int(gaps.argmin())
    return number, pictures[number].transpose(1, 2, 0)


def labels(found: Dream) -> list[str]:
    """One for each frame: how many pictures had a say in the guess that led there."""
    told = [f"step {i} of {STEPS} · {many(number)}" for i, number in enumerate(found.sharing, 1)]
    return ["pure noise", *told]


def fold_out() -> None:
    """Its film, and the picture that it ends on."""
    seed = controls.seed("blur.dream", default=4, again="Other noise")
    try:
        found = worked("blur.dream", (seed,), dreamt(seed), "Memory draws")
    except (NotDrawn, Full) as error:
        st.info(str(error))
        return
    player("blur.drawn", [
        Pictures("drawn", found.frames, title="memory draws", role="noisy", note="", size="medium"),
        Pictures("seen", found.nearest, title=f"training picture no. {found.number:,}", role="clean", note="",
                 size="medium"),
    ], labels=labels(found), fps=4, autoplay=True, run=str(seed),
        alt="a picture that memory draws out of noise, beside the picture that it has seen")  # fmt: skip
    copied = "That's a copy, to the last byte." if found.off == 0 else "That isn't quite a copy."
    st.markdown(
        "Now memory guesses at every step of a whole way back. Nobody hid a picture: it begins with fresh noise. "
        f"In step 1 all pictures had a say, and chance alone tipped the scales. It ends **{found.off}** shades from "
        f"training picture no. {found.number:,}, in whichever pixel you look. {copied}"
    )
